// Finds the lines of a text by patterns, and the blocks below such lines: what every reader of a prompt is made of.

/** A number in a pattern, as a group. */
export const number = "([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)";

/** The groups of every line that begins with the pattern, which starts with ^. */
export function matches(text: string, pattern: string): string[][] {
  return [...text.matchAll(new RegExp(pattern.replace("^", "^[ \\t]*"), "gm"))].map((match) => match.slice(1));
}

/** The number in the first such line, where it is one that a network can hold. */
export function first(text: string, pattern: string): number | undefined {
  const found = matches(text, pattern)[0];
  return found && isFloat(Number(found[0])) ? Number(found[0]) : undefined;
}

/** Whether a number is finite as a float32, as all of a network's are: sums and products of others could not be told. */
export function isFloat(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

/** The text below each line that the pattern finds, up to the next such line; its group is the block's name. */
export function readBlocks(text: string, heading: RegExp): { name: string; body: string }[] {
  const headings = [...text.matchAll(heading)];
  return headings.map((match, i) => ({
    name: match[1],
    body: text.slice(match.index + match[0].length, headings[i + 1]?.index).trim(),
  }));
}
