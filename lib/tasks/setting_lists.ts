// Reads settings that name several values, as width=6,12 and seed=1..20, into all their combinations.

/** One combination: the value of each setting, as the walkthrough's --set takes it. */
export type Combination = ReadonlyMap<string, string>;

/**
 * All combinations of settings such as `width=6,12,32`, `seed=1..20` and `curveWidths=[6],[6,12]`; the first setting
 * changes most slowly. Values stand between commas, but no comma within brackets or quotes divides anything. A range
 * goes over whole numbers, its ends included. Throws for a setting that is none, that stands twice, or that has a value
 * twice, and for more than 10,000 combinations.
 */
export function combineSettings(settings: readonly string[]): Combination[] {
  const lists = settings.map(readSetting);
  let combinations: Combination[] = [new Map()];
  for (const [place, { name, values }] of lists.entries()) {
    if (lists.findIndex((list) => list.name === name) < place) {
      throw new Error(`Cannot sweep: ${name} is set twice. Write all its values into one, as in ${name}=6,12.`);
    }
    if (combinations.length * values.length > mostCombinations) {
      throw new Error(`Cannot sweep: these are more than ${mostCombinations} combinations. Sweep over fewer values.`);
    }
    combinations = combinations.flatMap((before) => values.map((value) => new Map([...before, [name, value]])));
  }
  return combinations;
}

/** The settings that do not have the same value in all combinations. */
export function variedSettings(combinations: readonly Combination[]): string[] {
  const names = [...combinations[0]?.keys() ?? []];
  return names.filter((name) => new Set(combinations.map((values) => values.get(name))).size > 1);
}

const mostCombinations = 10_000;

function readSetting(setting: string): { name: string; values: string[] } {
  const [, name, text] = setting.match(/^\s*([^=\s]+)\s*=(.*)$/s) ?? [];
  if (name === undefined) {
    throw new Error(`Cannot sweep: a setting looks like width=6,12 or seed=1..20, got "${setting}". Write it so.`);
  }
  if (name === "run" || name.endsWith(".run")) {
    throw new Error(`Cannot sweep over runs: each combination gets a run of its own, got "${setting}". Use --name.`);
  }
  const values = splitValues(text).flatMap((value) => readRange(value, setting));
  for (const [place, value] of values.entries()) {
    if (value === "") {
      throw new Error(`Cannot sweep: a value is missing, got "${setting}". Write "" for an empty text.`);
    }
    if (values.indexOf(value) < place) {
      throw new Error(`Cannot sweep: the value ${value} stands twice, got "${setting}". Name each value once.`);
    }
  }
  return { name, values };
}

/** The values of a range; anything else is a value itself. */
function readRange(value: string, setting: string): string[] {
  if (!/^[^"'`[{(]*\.\./.test(value)) return [value];
  const [, first, last] = value.match(/^(-?\d+)\.\.(-?\d+)$/) ?? [];
  const [low, high] = [Number(first), Number(last)];
  if (first === undefined || low > high || high - low >= mostCombinations) {
    throw new Error(
      `Cannot sweep: a range goes up over whole numbers, at most ${mostCombinations}, as in 1..20, got "${setting}". ` +
        "Put a text that holds two points into quotes.",
    );
  }
  return Array.from({ length: high - low + 1 }, (_, i) => String(low + i));
}

/** Parts at the commas that stand in no brackets and no quotes. */
function splitValues(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|./gs)) {
    if ("[{(".includes(token)) depth++;
    if ("]})".includes(token)) depth--;
    if (token === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts.map((part) => part.trim());
}
