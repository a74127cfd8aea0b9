// Tells which notebooks of a finished run need not run again, because nothing that they are made from has changed.

import { join, resolve } from "node:path";
import * as v from "valibot";
import { readPlainText, writeWhole } from "../files.ts";
import { checksum, type Checksums, openChecksums, readStates } from "./checksums.ts";
import type { Notebook } from "./notebook.ts";
import { readSettings } from "./parameters.ts";

/** Decides for each notebook of a run, in order, whether to run it, and remembers what it was made from. */
export interface Keeper {
  /** Why the notebook has to run, "" where that needs no word; nothing where what it made before still holds. */
  reasonToRun(name: string, notebook: Notebook): Promise<string | undefined>;
  /**
   * Remembers an executed notebook: call it once before it runs, and the function that it gives once the copy is there,
   * with how many requests to a model have failed. A notebook with failed requests is never kept.
   */
  watch(name: string, notebook: Notebook): Promise<(failedRequests: number) => Promise<void>>;
}

/** Where to look; the environment is asked only who explains. */
export interface KeeperOptions {
  /** The project's folder, whose lib/ and data/ every notebook may use. */
  readonly root: string;
  /** The run's folder. */
  readonly folder: string;
  /** All notebooks in order: a notebook may read what those before it wrote. */
  readonly names: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Keep none, but remember what runs. */
  readonly fresh?: boolean;
}

/** What a notebook was made from, and what it made: the checksums of all of it. */
const MADE = v.object({
  cells: v.string(),
  project: v.string(),
  explainer: v.string(),
  failedRequests: v.optional(v.number(), 0),
  named: v.optional(v.record(v.string(), v.string()), {}),
  read: v.record(v.string(), v.string()),
  wrote: v.record(v.string(), v.string()),
});
type Made = v.InferOutput<typeof MADE>;

/** Opens the records of a run. They lie beside the executed copies; one that cannot be read makes its notebook run. */
export async function openKeeper({ root, folder, names, environment, fresh = false }: KeeperOptions): Promise<Keeper> {
  const checksums = await openChecksums(join(folder, "notebooks", "checksums.json"));
  const project = await checksumProject(root, checksums);
  const explainer = checksumExplainer(environment);
  const recordOf = (name: string) => join(folder, "notebooks", name.replace(/\.ipynb$/, ".json"));
  const readRecord = async (name: string): Promise<Made | undefined> => {
    try {
      return v.parse(MADE, JSON.parse(await readPlainText(recordOf(name))));
    } catch {
      return undefined;
    }
  };
  const checksumRunFiles = async (files: readonly string[]): Promise<Record<string, string>> =>
    Object.fromEntries(
      await Promise.all(files.map(async (file) => [file, await checksums.ofFile(join(folder, file))] as const)),
    );
  /** The files that a notebook's settings name, such as a picture of one's own, by the paths as they stand there. */
  const checksumNamed = async (notebook: Notebook): Promise<Record<string, string>> => {
    const texts = [...readSettings(notebook).values()].filter((value) => typeof value === "string" && value !== "");
    const named = await Promise.all(
      (texts as string[]).map(async (text) => [text, await checksums.ofFile(resolve(root, "notebooks", text))]),
    );
    return Object.fromEntries(named.filter(([, sum]) => sum !== "missing"));
  };
  const writtenBefore = async (name: string): Promise<string[]> => {
    const records = await Promise.all(names.slice(0, names.indexOf(name)).map(readRecord));
    const files = new Set(records.flatMap((made) => Object.keys(made?.wrote ?? {})));
    return [...files].filter((file) => !file.startsWith("notebooks/")).sort();
  };

  return {
    async reasonToRun(name, notebook) {
      if (fresh) return "";
      const made = await readRecord(name);
      if (made === undefined) return "";
      if (made.failedRequests > 0) return `${made.failedRequests} of its requests to a model failed`;
      if (made.cells !== checksumCells(notebook)) return "its cells or settings have changed";
      if (made.project !== project) return "lib/, data/, the packages or Deno have changed";
      if (made.explainer !== explainer) return "another explainer answers";
      const named = await checksumNamed(notebook);
      const other = [...Object.keys(named), ...Object.keys(made.named)].find((file) =>
        named[file] !== made.named[file]
      );
      if (other !== undefined) return `${other} has changed`;
      for (const [files, verb] of [[made.read, "has changed"], [made.wrote, "is not as it left it"]] as const) {
        const now = await checksumRunFiles(Object.keys(files));
        const changed = Object.keys(files).find((file) => now[file] !== files[file]);
        if (changed !== undefined) return `${changed} ${verb}`;
      }
      return undefined;
    },
    async watch(name, notebook) {
      // Whatever happens now, the old record no longer tells the truth.
      await Deno.remove(recordOf(name)).catch(() => {});
      const named = await checksumNamed(notebook);
      const read = await checksumRunFiles(await writtenBefore(name));
      const before = await readStates(folder);
      return async (failedRequests) => {
        const after = await readStates(folder);
        const touched = [...after.keys()].filter((file) => !isPassing(file) && after.get(file) !== before.get(file));
        const wrote = await checksumRunFiles(touched.sort());
        const made: Made = { cells: checksumCells(notebook), project, explainer, failedRequests, named, read, wrote };
        await writeWhole(recordOf(name), JSON.stringify(made, null, 2) + "\n");
        await checksums.save();
      };
    },
  };
}

/** Locks, half files, replies, batches and the records themselves. */
function isPassing(file: string): boolean {
  return /\.(lock|partial)$/.test(file) || /^(chat|batches)\//.test(file) || /^notebooks\/.*\.json$/.test(file);
}

/** Its sources with the injected values: outputs of an earlier run make no difference. */
function checksumCells({ cells }: Notebook): string {
  return checksum(JSON.stringify(cells.map(({ type, source }) => [type, source])));
}

/** What every notebook is made from. */
async function checksumProject(root: string, checksums: Checksums): Promise<string> {
  const packages = await Promise.all(["deno.json", "deno.lock"].map((file) => checksums.ofFile(join(root, file))));
  const lib = await checksums.ofFolder(join(root, "lib"), (file) => file.endsWith(".ts"));
  const data = await checksums.ofFolder(join(root, "data"), (file) => DATA_FILE.test(file));
  return checksum(JSON.stringify([Deno.version.deno, packages, lib, data]));
}

/** What a data set is read from: what else lies in data/ may be large. */
const DATA_FILE = /(^|[-_.])idx\d[-_.][a-z]+(\.gz)?$|(^|\/)classes\.json$/i;

/** Who explains, and how it is asked; keys and waiting times make no difference to what it says. */
function checksumExplainer(environment: Readonly<Record<string, string | undefined>>): string {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = environment;
  if (!OPENAI_API_KEY && !OPENAI_BASE_URL) return "rules";
  const settings = Object.entries(environment).filter(([name, value]) =>
    /^OPENAI_/.test(name) && value && !/KEY|HEADERS|BATCH|CONCURRENCY|RETRIES|TIMEOUT/.test(name)
  );
  // An address may hold a secret, so that nothing of it is written.
  return checksum(JSON.stringify(settings.sort()));
}
