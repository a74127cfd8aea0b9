// The words of tables' headings: rows carry the names of their figures, which are worded here and nowhere else.

/**
 * The heading of a column: the words for a known figure, else the key itself, with the humps of a name like
 * `classNames` as words of their own.
 */
export function headingOf(key: string): string {
  return known[key] ??
    (/^[a-z]+(?:[A-Z][a-z0-9]*)+$/.test(key) ? key.replace(/[A-Z]/g, (hump) => ` ${hump.toLowerCase()}`) : key);
}

const known: Readonly<Record<string, string>> = {
  low: "95 % from",
  high: "to",
  interval: "95 %",
  p: "p (McNemar)",
  std: "standard deviation",
  completionTokens: "reply tokens",
};
