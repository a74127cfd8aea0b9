// The literals of TypeScript that a notebook's constants may have, and the constants that have them.

/** A constant's value that can be set. */
export type ParameterValue = number | boolean | string | readonly (number | boolean | string)[];

/** The constants of a source that are declared as `const name = literal;`: numbers, booleans, texts, and lists of these. */
export function readConstants(source: string): Map<string, ParameterValue> {
  const constants = new Map<string, ParameterValue>();
  for (const [, name, literal] of source.matchAll(DECLARATION)) {
    const value = readLiteral(literal);
    if (value !== undefined) constants.set(name, value);
  }
  return constants;
}

/** The value of a literal, or undefined when the text is none. */
export function readLiteral(text: string): ParameterValue | undefined {
  if (!LIST_ONLY.test(text)) return readSingle(text);
  const values = [...text.matchAll(SINGLE_ANYWHERE)].map(([literal]) => readSingle(literal));
  return values.some((value) => value === undefined) ? undefined : values as ParameterValue;
}

const STRING = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|` + "`[^`$\\\\]*`";
const NUMBER = String.raw`[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const SINGLE = `(?:${STRING}|${NUMBER}|true|false)`;
const LIST = String.raw`\[\s*(?:${SINGLE}\s*(?:,\s*${SINGLE}\s*)*,?\s*)?\]`;
const DECLARATION = new RegExp(
  String.raw`^[ \t]*(?:export\s+)?const\s+([\w$]+)\s*(?::[^=\n]+)?=\s*(${SINGLE}|${LIST})` +
    String.raw`[ \t]*;?[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$`,
  "gm",
);
const SINGLE_ANYWHERE = new RegExp(SINGLE, "g");
const SINGLE_ONLY = new RegExp(`^${SINGLE}$`);
const NUMBER_ONLY = new RegExp(`^${NUMBER}$`);
const LIST_ONLY = new RegExp(`^${LIST}$`);

function readSingle(text: string): number | boolean | string | undefined {
  if (!SINGLE_ONLY.test(text)) return undefined;
  if (text === "true" || text === "false") return text === "true";
  if (NUMBER_ONLY.test(text)) {
    const value = Number(text.replaceAll("_", ""));
    return Number.isFinite(value) ? value : undefined;
  }
  const inner = text.slice(1, -1);
  if (text[0] === "`") return inner;
  const escaped = inner.replaceAll(/\\'|"/g, (mark) => mark === '"' ? '\\"' : "'");
  try {
    return JSON.parse(text[0] === '"' ? text : `"${escaped}"`);
  } catch {
    return undefined;
  }
}
