// Randomness from a seed: the same seed gives the same numbers on every machine.

// @ts-types="@types/d3-array"
import { shuffler } from "d3-array";
// @ts-types="@types/d3-random"
import { randomNormal } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Numbers from 0 up to but not 1, one a call. */
export type Random = () => number;

/** A generator of uniform numbers (xoroshiro128+). Throws unless the seed is a whole number. */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new Error(`Cannot draw random numbers: a seed is a whole number, got ${seed}. Choose one such as 1.`);
  }
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Standard-normal numbers, as many as asked for. */
export function normalNumbers(count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, randomNormal.source(random)());
}

/** The numbers 0 to count - 1 in random order. */
export function shuffledIndices(count: number, random: Random): Uint32Array {
  const indices = Uint32Array.from({ length: count }, (_, i) => i);
  // d3 shuffles typed arrays in place too, which its types do not say.
  shuffler(random)(indices as unknown as number[]);
  return indices;
}
