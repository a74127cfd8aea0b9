// Randomness from a seed: the same seed gives the same numbers on every machine.

// @ts-types="@types/d3-array"
import { shuffler } from "d3-array";
// @ts-types="@types/d3-random"
import { randomNormal } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Numbers from 0 up to but not 1, one a call. */
export type Random = () => number;

/**
 * A generator of uniform numbers (xoroshiro128+). Further whole numbers split a seed into streams of their own, as one
 * for each neuron. Throws unless all are whole numbers; they count by their lowest 32 bits.
 */
export function seededRandom(seed: number, ...stream: number[]): Random {
  const parts = [seed, ...stream];
  const wrong = parts.find((part) => !Number.isSafeInteger(part));
  if (wrong !== undefined) {
    throw new Error(`Cannot draw random numbers: a seed is a whole number, got ${wrong}. Choose one such as 1.`);
  }
  const generator = xoroshiro128plus(parts.reduce((mixed, part) => Math.imul(mixed, spread) + part, 0));
  // Without the jump every seed begins with a number next to 1 or 0, and neighbouring seeds go on alike.
  generator.jump();
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

// 2³² over the golden ratio, made odd: neighbouring streams land far apart.
const spread = 0x9e3779b1;
