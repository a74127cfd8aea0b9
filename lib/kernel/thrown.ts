// Runs inside the kernel: what a cell throws, also where it is no error or throws itself when it is looked at.

/** Gives what a cell has thrown last: the kernel asks of it whether it is an Error. */
export function catchThrown(): () => unknown {
  const isInstance = Function.prototype[Symbol.hasInstance];
  let last: unknown;
  Object.defineProperty(PlainError, Symbol.hasInstance, {
    configurable: true,
    writable: true,
    value(this: unknown, object: unknown): boolean {
      const answer = isInstance.call(this as () => void, object);
      if (this === PlainError) last = object;
      return answer;
    },
  });
  return () => last;
}

/** An error's parts, also of what is no error, or looks like one and throws when it is looked at. */
export function partsOf(error: unknown): { name: string; value: string; stack: string[] } {
  try {
    if (!(error instanceof PlainError)) return { name: "Error", value: String(error), stack: [] };
    return { name: String(error.name), value: String(error.message), stack: stackOf(error) };
  } catch {
    return { name: "Error", value: "something that cannot be looked at", stack: [] };
  }
}

/** What the kernel does not say of what a cell has thrown: an error's causes, or what it is where it is none. */
export function describeThrown(thrown: unknown, inspect: typeof Deno.inspect): string[] {
  try {
    return thrown instanceof PlainError
      ? describeCauses(thrown, inspect)
      : [`Thrown, and no Error: ${inspect(thrown)}`];
  } catch {
    return ["What was thrown cannot be looked at."];
  }
}

/** The causes of an error, one below the other. */
function describeCauses(error: unknown, inspect: typeof Deno.inspect): string[] {
  const lines: string[] = [];
  for (
    let at = error, depth = 0;
    at instanceof PlainError && at.cause !== undefined && depth < 5;
    at = at.cause, depth++
  ) {
    const { cause } = at;
    const text = cause instanceof PlainError
      ? [`${cause.name}: ${cause.message}`, ...stackOf(cause)]
      : [inspect(cause)];
    lines.push(`Caused by ${text[0]}`, ...text.slice(1));
  }
  return lines;
}

function stackOf(error: Error): string[] {
  return String(error.stack).split("\n").filter((line) => /^\s+at /.test(line));
}

/** The cells may put something else in its place. */
const PlainError = Error;
