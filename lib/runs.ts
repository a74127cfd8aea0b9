// A run's folder, outputs/<run>/: what one notebook leaves there for the next.

import { createHash } from "node:crypto";
import { checkRunName } from "./run_name.ts";
import { unwritable, writeWhole } from "./whole_file.ts";

/** One walk through the notebooks, and the folder that keeps all of it. */
export interface Run {
  name: string;
  /** The absolute path of outputs/<name>. */
  folder: string;
  /** The absolute path of the project, which holds outputs/, data/ and notebooks/. */
  project: string;
}

/**
 * Opens a run, and makes its folder where there is none. Throws on a name that can be no folder's.
 *
 * @param from The folder to search for the project from, upwards to its deno.json. Notebook programs disagree on which
 * folder a notebook runs in, so no path is taken from there.
 */
export async function openRun(name: string, { from = Deno.cwd() }: { from?: string } = {}): Promise<Run> {
  checkRunName(name);
  const project = await findProject(from);
  const folder = `${project}/outputs/${name}`;
  await Deno.mkdir(folder, { recursive: true }).catch((cause) => {
    throw unwritable(folder, cause);
  });
  return { name, folder, project };
}

/** Writes bytes to one of the run's files, whole or not at all: then it throws, and what was there before stays. */
export async function writeBytes(run: Run, file: string, bytes: Uint8Array): Promise<void> {
  await writeWhole(`${run.folder}/${file}`, bytes);
}

/**
 * Writes a value as JSON, indented, a list of numbers on one line. `madeFrom` names the run's files that it was made
 * from; their checksums go in with it, and readJson() refuses the file once they have changed.
 */
export async function writeJson(
  run: Run,
  file: string,
  value: object,
  madeFrom: readonly string[] = [],
): Promise<void> {
  const checksums = await Promise.all(madeFrom.map(async (source) => [source, await checksum(run, source)]));
  const stamped = madeFrom.length === 0 ? value : { madeFrom: Object.fromEntries(checksums), ...value };
  const text = JSON.stringify(stamped, null, 2).replace(/\[[-\d.eE+,\s]+\]/g, (list) => list.replace(/\s+/g, " "))
    .replace(/\[ (.*) \]/g, "[$1]");
  await writeBytes(run, file, new TextEncoder().encode(text + "\n"));
}

/**
 * Reads a JSON file of the run. Throws, naming the notebook to run, where it is missing, damaged or out of date: made from
 * a file that has changed, or from one that is itself out of date.
 */
export async function readJson<T extends object>(run: Run, file: string): Promise<T> {
  const text = new TextDecoder().decode(await readBytes(run, file));
  let value: T & { madeFrom?: Record<string, string> };
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`Cannot read ${file} of run "${run.name}": it is no JSON. ${runAgain(file)}`, { cause });
  }
  await checkSources(run, file, { madeFrom: value.madeFrom, known: new Map() });
  return value;
}

/** Reads the bytes of one of the run's files. Throws, naming the notebook to run, where it is missing. */
export async function readBytes(run: Run, file: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(`${run.folder}/${file}`);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Error(`Cannot find ${file} of run "${run.name}". ${runAgain(file)}`, { cause });
  }
}

/** Which notebook makes a file. */
const makers: readonly (readonly [RegExp, string])[] = [
  [/^(model\.json|weights\.bin|training\.json)$/, "01_train"],
  [/^stats\.json$/, "02_stats"],
  [/^maximise/, "03_maximise"],
  [/^(neurons\/|neuron_scores\.json$)/, "04_explain_neurons"],
  [/^layers\//, "05_summarise_layers"],
  [/^network\.json$/, "06_summarise_network"],
  [/^(test|length_curve)\.json$/, "07_test"],
  [/^polysemanticity\.json$/, "08_polysemanticity"],
];

function runAgain(file: string): string {
  const maker = makers.find(([pattern]) => pattern.test(file))?.[1];
  return maker === undefined ? "" : `Run notebook ${maker} with this run's name first.`;
}

async function checkSources(
  run: Run,
  file: string,
  { madeFrom = {}, known }: { madeFrom?: Record<string, string>; known: Map<string, string> },
): Promise<void> {
  for (const [source, expected] of Object.entries(madeFrom)) {
    // All neurons of a layer are made from the same few files.
    const isNew = !known.has(source);
    if (isNew) known.set(source, await checksum(run, source));
    if (known.get(source) !== expected) {
      throw new Error(
        `Cannot use ${file} of run "${run.name}": it was made from another ${source} than the one there now. ` +
          runAgain(file),
      );
    }
    if (!isNew || !source.endsWith(".json")) continue;
    const { madeFrom } = JSON.parse(new TextDecoder().decode(await readBytes(run, source)));
    await checkSources(run, source, { madeFrom, known });
  }
}

async function checksum(run: Run, file: string): Promise<string> {
  return createHash("sha256").update(await readBytes(run, file)).digest("hex").slice(0, 16);
}

async function findProject(from: string): Promise<string> {
  for (let folder = from;; folder = folder.slice(0, folder.lastIndexOf("/"))) {
    try {
      await Deno.stat(`${folder}/deno.json`);
      return folder;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    if (!folder.includes("/")) {
      throw new Error(`Cannot find the project: no folder above holds a deno.json, got ${from}. Start inside it.`);
    }
  }
}
