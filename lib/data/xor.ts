// The XOR data set: four inputs, what a network should answer to each, and the square that they are the corners of.

/** The four inputs, row after row. */
export const xorInputs: readonly (readonly [number, number])[] = [[0, 0], [0, 1], [1, 0], [1, 1]];

/** The answers: 1 where exactly one of the two inputs is 1. */
export const xorTargets: readonly number[] = [0, 1, 1, 0];

/** All four as a network takes and learns them, example after example. */
export function xorExamples(): { inputs: Float32Array; targets: Float32Array } {
  return { inputs: Float32Array.from(xorInputs.flat()), targets: Float32Array.from(xorTargets) };
}

/**
 * Inputs all over the unit square: the centres of side × side cells, row by row from the lowest second input, each row
 * from the lowest first. Throws unless the side is a whole number above zero.
 */
export function squareInputs(side: number): Float32Array {
  if (!Number.isInteger(side) || side < 1) {
    throw new RangeError(`Cannot cover the square: its side is a whole number of cells, got ${side}. Choose 50, say.`);
  }
  const centre = (i: number) => (i + 0.5) / side;
  return Float32Array.from({ length: 2 * side * side }, (_, k) => {
    const cell = k >> 1;
    return centre(k % 2 === 0 ? cell % side : Math.floor(cell / side));
  });
}
