// Pictures as rows of characters, one for each pixel, for models that see no images; and the way back to pixels.

/** Grey bytes, row by row. */
export interface GreyPixels {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Digits by their ink, from -1 (none) to 1 (full), under the title: `.` is no ink, 9 is full ink. */
export function inkGrid(
  pixels: ArrayLike<number>,
  { width, height, title = "Ink" }: { width: number; height: number; title?: string },
): string {
  const rows = rowsOf(pixels, width, height, (value) => {
    const level = Math.round(9 * Math.min(1, Math.max(0, (value + 1) / 2)));
    return level === 0 ? "." : String(level);
  });
  return [`${title}, ${height} rows of ${width}, the top row first; . is no ink, 9 is full ink:`, ...rows].join("\n");
}

/** Signed values in shares of the largest magnitude: `.` is 0, 1 to 9 are above it, a to i below. */
export function signedGrid(
  values: ArrayLike<number>,
  { width, height, title = "Signed picture" }: { width: number; height: number; title?: string },
): string {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  const rows = rowsOf(values, width, height, (value) => {
    const level = most === 0 ? 0 : Math.round(9 * value / most);
    return level > 0 ? String(level) : negative[-level];
  });
  const legend = ". is 0, 1 to 9 are positive, a to i are negative, 9 and i are the strongest";
  return [`${title}, ${height} rows of ${width}, the top row first; ${legend}:`, ...rows].join("\n");
}

/**
 * The pictures that a text holds in this form, in order, with the bytes that the same pictures have as images: ink from
 * 0 to 255; signed from 1 to 255, with 128 for 0. Grids whose rows are not as many or as long as they say are left out.
 */
export function readGrids(text: string): GreyPixels[] {
  return [...text.matchAll(heading)].flatMap((match): GreyPixels[] => {
    const [height, width] = [Number(match[1]), Number(match[2])];
    const rows = text.slice(match.index + match[0].length + 1).split("\n", height).map((row) => row.trim());
    const isInk = match[3] === "no ink";
    const known = isInk ? /^[.1-9]*$/ : /^[.1-9a-i]*$/;
    if (width < 1 || rows.length !== height || rows.some((row) => row.length !== width || !known.test(row))) return [];
    const toByte = isInk
      ? (level: number) => Math.round(255 * level / 9)
      : (level: number) => 128 + Math.round(127 * level / 9);
    return [{ width, height, pixels: Uint8Array.from(rows.join(""), (sign) => toByte(levelOf(sign))) }];
  });
}

const negative = ".abcdefghi";
const heading = /, (\d{1,4}) rows of (\d{1,4}), the top row first; \. is (no ink|0), .*:[ \t]*$/gm;

function levelOf(sign: string): number {
  const below = negative.indexOf(sign);
  return below === -1 ? Number(sign) : 0 - below;
}

function rowsOf(values: ArrayLike<number>, width: number, height: number, write: (value: number) => string): string[] {
  return Array.from(
    { length: height },
    (_, row) => Array.from({ length: width }, (_, column) => write(values[row * width + column])).join(""),
  );
}
