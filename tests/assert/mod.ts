// What the tests use of jsr:@std/assert, over node:assert, for machines that JSR does not answer: see ../main.ts.
// deno-lint-ignore-file no-explicit-any -- the constructors of error classes take any arguments, as in the original

import node from "node:assert/strict";

type ErrorClass<E> = new (...args: any[]) => E;

/** Fails unless the value is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  node.ok(value, message as string);
}

/** Fails unless both values are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  node.deepStrictEqual(actual, expected, message as string);
}

/** Fails when both values are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  node.notDeepStrictEqual(actual, expected, message as string);
}

/** Fails unless the two numbers differ by no more than the tolerance (a ten-millionth of the expected by default). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Math.abs(expected) * 1e-7 || 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const distance = Math.abs(actual - expected);
  node.ok(
    distance <= tolerance,
    message ?? `Expected ${actual} to be within ${tolerance} of ${expected}, but it is ${distance} away`,
  );
}

/** Fails unless the text holds the part. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  node.ok(actual.includes(expected), message ?? `Expected ${JSON.stringify(actual)} to hold ${expected}`);
}

/** Fails unless the text matches the pattern. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  node.match(actual, expected, message as string);
}

/** Fails when the text matches the pattern. */
export function assertNotMatch(actual: string, expected: RegExp, message?: string): void {
  node.doesNotMatch(actual, expected, message as string);
}

/** Fails when the value is null or undefined. */
export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T> {
  node.ok(actual !== null && actual !== undefined, message ?? `Expected a value, got ${actual}`);
}

/** Fails unless the first number is the greater one. */
export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  node.ok(actual > expected, message ?? `Expected ${actual} > ${expected}`);
}

/** Fails unless the first number is the smaller one. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  node.ok(actual < expected, message ?? `Expected ${actual} < ${expected}`);
}

/** Fails unless the call throws an error of the class whose message holds the part; returns the error. */
export function assertThrows<E extends Error = Error>(
  call: () => unknown,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  part = "",
  message?: string,
): E {
  try {
    call();
  } catch (error) {
    return checkError(error, errorClass, part, message);
  }
  node.fail(message ?? "Expected the call to throw, but it returned");
}

/** Fails unless the promise rejects with an error of the class whose message holds the part; resolves to the error. */
export async function assertRejects<E extends Error = Error>(
  call: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  part = "",
  message?: string,
): Promise<E> {
  try {
    await call();
  } catch (error) {
    return checkError(error, errorClass, part, message);
  }
  node.fail(message ?? "Expected the promise to reject, but it resolved");
}

function checkError<E extends Error>(error: unknown, errorClass: ErrorClass<E>, part: string, message?: string): E {
  node.ok(error instanceof errorClass, message ?? `Expected a ${errorClass.name}, got ${error}`);
  assertStringIncludes(error.message, part, message);
  return error;
}
