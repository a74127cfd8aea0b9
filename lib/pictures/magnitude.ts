// The scale that signed pictures share.

/**
 * The largest magnitude in all arrays, for the `limit` of divergingPicture(), so that the same colour means the same
 * value in all of them; a millionth where every value is zero, because a scale needs some width.
 */
export function largestMagnitude(arrays: Iterable<ArrayLike<number>>): number {
  let largest = 1e-6;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  }
  return largest;
}
