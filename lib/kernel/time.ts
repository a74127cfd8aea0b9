// Waiting for a while, and not for longer.

/** Waits for so many milliseconds. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What the first of the promises gives, or undefined when none resolves in time; leaves no timer behind. */
export async function raceTimer<T>(milliseconds: number, ...promises: Promise<T>[]): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<undefined>((resolve) => timer = setTimeout(() => resolve(undefined), milliseconds));
  try {
    return await Promise.race([...promises, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
