// Reads `--set name=value` from the command line: which constant of which notebooks gets which value.

import { type ParameterValue, readLiteral } from "./literals.ts";
import { hasNumber } from "./selection.ts";

/** A notebook's constants that can be set, by name. */
export type Constants = ReadonlyMap<string, ParameterValue>;

/**
 * The values that each notebook gets, by the notebook's name. `notebooks` has the constants of each that is run.
 *
 * `width=12` sets a constant of one notebook, or of several where it has the same value in all of them: then it is one
 * setting of the whole run. Where their values differ they are different things of the same name, and `01.width=12` says
 * which is meant. Throws when no notebook is meant or more than one could be, and on a value of another type.
 */
export function parseSettings(
  settings: readonly string[],
  notebooks: ReadonlyMap<string, Constants>,
): Map<string, Map<string, ParameterValue>> {
  const values = new Map([...notebooks.keys()].map((notebook) => [notebook, new Map<string, ParameterValue>()]));
  for (const setting of settings) {
    const [, prefix, name, text] = setting.match(/^\s*(?:(\d+)\.)?([^=\s]+)\s*=(.*)$/s) ?? [];
    if (name === undefined) {
      throw new Error(`Cannot set a parameter: it must look like width=12 or 01.width=12, got "${setting}".`);
    }
    if (name === "run" && prefix !== undefined) {
      throw new Error(
        `Cannot set the run of one notebook alone: they work on the same one, got "${setting}". Use --run.`,
      );
    }
    const owners = findOwners(name, notebooks, prefix);
    for (const owner of owners) {
      values.get(owner)!.set(name, readValue(text.trim(), name, notebooks.get(owner)!.get(name)!));
    }
  }
  return values;
}

/** The notebooks whose constant is meant, one at least. */
function findOwners(name: string, notebooks: ReadonlyMap<string, Constants>, prefix?: string): string[] {
  const chosen = [...notebooks.keys()].filter((notebook) => prefix === undefined || hasNumber(notebook, prefix));
  const owners = chosen.filter((notebook) => notebooks.get(notebook)!.has(name));
  if (owners.length === 0) throw unknownName(name, notebooks, prefix);
  const places = new Map(owners.map((owner) => [owner, JSON.stringify(notebooks.get(owner)!.get(name))]));
  if (new Set(places.values()).size > 1) {
    const list = [...places].map(([owner, value]) => `${value} in ${withoutExtension(owner)}`).join(", ");
    const number = owners[0].match(/^\d+/)?.[0] ?? "01";
    throw new Error(
      `Cannot set ${name}: its value differs between the notebooks, got ${list}. ` +
        `Say which is meant by its number: --set ${number}.${name}=…`,
    );
  }
  return owners;
}

function unknownName(name: string, notebooks: ReadonlyMap<string, Constants>, prefix?: string): Error {
  const where = prefix === undefined ? "no notebook of this run" : `no notebook ${prefix} of this run`;
  const known = [...notebooks].map(([notebook, constants]) =>
    `${withoutExtension(notebook)}: ${[...constants.keys()].join(", ") || "none"}`
  );
  return new Error(
    `Cannot set a parameter: ${where} has a constant of this name, got "${name}". There are ${known.join("; ")}.`,
  );
}

/** A value from the command line: where the constant is a text a bare word will do, and where it is a list its members. */
function readValue(text: string, name: string, constant: ParameterValue): ParameterValue {
  const isBareText = typeof constant === "string" && !/^["'`]/.test(text);
  const isBareList = Array.isArray(constant) && !text.startsWith("[");
  const value = readLiteral(isBareList ? `[${text}]` : text) ?? (isBareText ? text : undefined);
  if (value !== undefined && describe(value, constant) === describe(constant, value)) return value;
  const advice = typeof constant === "string"
    ? ` Write '${name}="${text}"' for a text.`
    : Array.isArray(constant)
    ? ` Write '${name}=${JSON.stringify(constant)}', in quotation marks, for a list.`
    : "";
  throw new Error(
    `Cannot set ${name}: it must be ${describe(constant)} like ${JSON.stringify(constant)}, got ${text}.${advice}`,
  );
}

/** The type in words; an empty list is a list of whatever the other one has. */
function describe(value: ParameterValue, other?: ParameterValue): string {
  if (!Array.isArray(value)) return `a ${typeof value}`;
  const kinds = [...new Set((value.length === 0 && Array.isArray(other) ? other : value).map((item) => typeof item))];
  return `a list of ${kinds.sort().join(" and ") || "value"}s`;
}

function withoutExtension(name: string): string {
  return name.replace(/\.ipynb$/, "");
}
