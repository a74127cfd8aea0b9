// The XOR data set: four inputs, and what a network should answer to each.

/** The four inputs, row after row. */
export const xorInputs: readonly (readonly [number, number])[] = [[0, 0], [0, 1], [1, 0], [1, 1]];

/** The answers: 1 where exactly one of the two inputs is 1. */
export const xorTargets: readonly number[] = [0, 1, 1, 0];
