// The environment that settings are read from; it is passed in, and nothing here reads the process's own.

export type Environment = Record<string, string | undefined>;

/** A variable's text without blanks around it; an empty one counts as unset. */
export function readVariable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}
