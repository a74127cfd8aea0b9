// A drawing of any size brought to the form of a data set's pictures, as the makers of MNIST did with theirs.
// It imports nothing, so that a web page can use it as it is.

/** A picture's width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** How much ink is where, from 0 (paper) to 1 (full ink), row after row, and what told the one from the other. */
export interface Ink {
  ink: Float32Array;
  /** What the picture shows: dark ink on light paper, or light ink on dark paper. */
  ground: "light paper" | "dark paper";
}

/**
 * Tells ink from paper. The paper is what most of the picture's edge shows; ink is what differs from it on the side where
 * the picture goes further, in shares of the furthest. A tenth of that counts as paper, for shadows and noise. Transparent
 * places are paper. Throws where a picture is of one colour.
 *
 * @param rgba Four bytes a pixel, row after row: red, green, blue, and how opaque it is.
 */
export function inkOf(rgba: ArrayLike<number>, { width, height }: Size): Ink {
  const grey = onOppositePaper(rgba, width * height);
  const paper = medianOfEdge(grey, { width, height });
  let [darkest, lightest] = [1, 0];
  for (const value of grey) {
    if (value < darkest) darkest = value;
    if (value > lightest) lightest = value;
  }
  const isLight = paper - darkest > lightest - paper;
  const furthest = isLight ? paper - darkest : lightest - paper;
  if (furthest < leastContrast) {
    throw new Error(
      `Cannot tell ink from paper: the picture is blank, got grey values from ${darkest.toFixed(2)} to ` +
        `${lightest.toFixed(2)}. Draw with more contrast.`,
    );
  }
  const ink = grey.map((value) => {
    const share = (isLight ? paper - value : value - paper) / furthest;
    return share < 0.1 ? 0 : share;
  });
  return { ink, ground: isLight ? "light paper" : "dark paper" };
}

/**
 * Scales the inked part of a drawing, its proportions kept, to a box of 20/28 of the wanted size, so that the strongest
 * ink is full, and moves its centre of mass to the middle (LeCun et al., "Gradient-based learning applied to document
 * recognition", 1998, section III.A).
 *
 * @param ink From 0 (paper) to 1 (full ink), row after row.
 * @returns As many numbers as the wanted size has pixels, from -1 (no ink) to 1 (full ink): what a network takes. All are
 * -1 where there is no ink.
 */
export function normaliseDrawing(
  ink: ArrayLike<number>,
  from: Size,
  to: Size = { width: 28, height: 28 },
): Float32Array {
  const pixels = new Float32Array(to.width * to.height).fill(-1);
  const part = inkedPart(ink, from);
  if (part === undefined) return pixels;
  const box = { width: Math.max(1, to.width * 20 / 28), height: Math.max(1, to.height * 20 / 28) };
  const scale = Math.min(box.width / part.width, box.height / part.height);
  const size = {
    width: Math.max(1, Math.round(part.width * scale)),
    height: Math.max(1, Math.round(part.height * scale)),
  };
  const scaled = resample(ink, { ...part, stride: from.width }, size);
  const strongest = scaled.reduce((a, b) => Math.max(a, b), 0);
  const [x, y] = centreOfMass(scaled, size);
  const left = place(to.width / 2 - x, to.width - size.width);
  const top = place(to.height / 2 - y, to.height - size.height);
  scaled.forEach((value, i) => {
    const [row, column] = [top + Math.floor(i / size.width), left + i % size.width];
    pixels[row * to.width + column] = 2 * value / strongest - 1;
  });
  return pixels;
}

/** What differs less from its paper than this is a blank sheet. */
const leastContrast = 0.05;

/** Grey values from 0 to 1; what is transparent shows a paper of the other end of the scale than what is opaque. */
function onOppositePaper(rgba: ArrayLike<number>, count: number): Float32Array {
  // Brightness as of sRGB: ITU-R BT.709.
  const bright = (i: number) => (0.2126 * rgba[4 * i] + 0.7152 * rgba[4 * i + 1] + 0.0722 * rgba[4 * i + 2]) / 255;
  let [sum, opaque] = [0, 0];
  for (let i = 0; i < count; i++) {
    sum += bright(i) * rgba[4 * i + 3];
    opaque += rgba[4 * i + 3];
  }
  const paper = opaque > 0 && sum / opaque > 0.5 ? 0 : 1;
  return Float32Array.from({ length: count }, (_, i) => {
    const share = rgba[4 * i + 3] / 255;
    return share * bright(i) + (1 - share) * paper;
  });
}

function medianOfEdge(values: Float32Array, { width, height }: Size): number {
  const edge = values.filter((_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    return row === 0 || row === height - 1 || column === 0 || column === width - 1;
  });
  return edge.sort()[edge.length >> 1];
}

interface Part extends Size {
  left: number;
  top: number;
}

/** The smallest rectangle that holds all ink. */
function inkedPart(ink: ArrayLike<number>, { width, height }: Size): Part | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (!(ink[row * width + column] > 0)) continue;
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** A part at another size: each new pixel is the mean of the area that it covers of the old ones. */
function resample(values: ArrayLike<number>, part: Part & { stride: number }, to: Size): Float32Array {
  const columns = shares(part.width, to.width);
  const rows = shares(part.height, to.height);
  const found = new Float32Array(to.width * to.height);
  rows.forEach((rowShares, row) =>
    columns.forEach((columnShares, column) => {
      let sum = 0;
      for (const [y, high] of rowShares) {
        for (const [x, wide] of columnShares) sum += high * wide * values[(part.top + y) * part.stride + part.left + x];
      }
      found[row * to.width + column] = sum;
    })
  );
  return found;
}

/** For each of `to` new pixels the old ones of `from` that it covers, with their shares, which sum to 1. */
function shares(from: number, to: number): [place: number, share: number][][] {
  const length = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * length, Math.min(from, (i + 1) * length)];
    const found: [number, number][] = [];
    for (let at = Math.floor(start); at < end; at++) {
      found.push([at, (Math.min(end, at + 1) - Math.max(start, at)) / length]);
    }
    return found;
  });
}

/** As MNIST counts: a pixel's mass lies at its number, so that a picture of 28 pixels is centred at 14. */
function centreOfMass(values: Float32Array, { width }: Size): [x: number, y: number] {
  let [mass, x, y] = [0, 0, 0];
  values.forEach((value, i) => {
    mass += value;
    x += value * (i % width);
    y += value * Math.floor(i / width);
  });
  return [x / mass, y / mass];
}

/** The nearest whole place that leaves all inside. */
function place(wanted: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(wanted)));
}
