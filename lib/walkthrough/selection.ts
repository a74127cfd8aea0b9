/** Chooses which notebooks to run by the numbers their names begin with. */

/**
 * The chosen names in order. `only` keeps the notebooks of the given numbers, `from` those from that number on; both are
 * number prefixes such as "04" or "4". Throws when there is no notebook of that number.
 */
export function selectNotebooks(
  names: readonly string[],
  { only = [], from }: { only?: readonly string[]; from?: string } = {},
): string[] {
  const sorted = names.toSorted();
  for (const prefix of from === undefined ? only : [...only, from]) {
    if (!sorted.some((name) => hasNumber(name, prefix))) {
      throw new Error(
        `Cannot choose a notebook: there is none of this number, got "${prefix}". There are ${sorted.join(", ")}.`,
      );
    }
  }
  const start = from === undefined ? 0 : sorted.findIndex((name) => hasNumber(name, from));
  return sorted.slice(start).filter((name) => only.length === 0 || only.some((prefix) => hasNumber(name, prefix)));
}

/** Whether the name begins with this number: "4" and "04" are the same. */
export function hasNumber(name: string, prefix: string): boolean {
  const number = name.match(/^\d+/)?.[0];
  return number !== undefined && /^\d+$/.test(prefix) && Number(number) === Number(prefix);
}
