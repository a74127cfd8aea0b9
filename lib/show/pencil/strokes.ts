// What a pencil leaves on a sheet: strokes to ink, by plain arithmetic, so that every browser draws the same pixels.

/** The sheet's side, in which points and thickness are measured. */
export const sheetSide = 280;

/** The side of the grid that holds the ink. */
export const inkSide = 140;

/** A stroke of the pencil through its points, on a sheet of `sheetSide`. */
export interface Stroke {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly thickness: number;
}

/** The ink of all strokes, from 0 (paper) to 1 (full ink), row after row of a grid of `inkSide`. */
export function inkOfStrokes(strokes: readonly Stroke[]): Float32Array {
  const ink = new Float32Array(inkSide * inkSide);
  for (const { points, thickness } of strokes) {
    points.forEach((point, i) => addLine(ink, points[Math.max(0, i - 1)], point, thickness));
  }
  return ink;
}

/** Adds the ink of a straight line with round ends. */
export function addLine(
  ink: Float32Array,
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  thickness: number,
): void {
  const cell = sheetSide / inkSide;
  const reach = thickness / 2 + cell;
  const range = (a: number, b: number) => [
    Math.max(0, Math.floor((Math.min(a, b) - reach) / cell)),
    Math.min(inkSide - 1, Math.ceil((Math.max(a, b) + reach) / cell)),
  ];
  const [[left, right], [top, bottom]] = [range(x1, x2), range(y1, y2)];
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [x, y] = [(column + 0.5) * cell - x1, (row + 0.5) * cell - y1];
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / length));
      const distance = Math.hypot(x - along * dx, y - along * dy);
      // The edge is as soft as one cell is wide.
      const share = Math.min(1, Math.max(0, (thickness / 2 - distance) / cell + 0.5));
      const place = row * inkSide + column;
      ink[place] = Math.max(ink[place], share);
    }
  }
}
