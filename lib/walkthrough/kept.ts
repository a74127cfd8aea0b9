/** Tells which notebooks of a finished run need not run again, because nothing that they are made from has changed. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { writeWhole } from "../files.ts";
import type { Notebook } from "./notebook.ts";

/** Decides for each notebook of a run, in order, whether to run it, and remembers what it was made from. */
export interface Keeper {
  /** Why the notebook has to run, "" where that needs no word; nothing where what it made before still holds. */
  reasonToRun(name: string, notebook: Notebook): Promise<string | undefined>;
  /** Remembers an executed notebook: call it once before it runs, and the function it gives back once its copy is there. */
  watch(name: string, notebook: Notebook): Promise<() => Promise<void>>;
}

/** What a notebook was made from, and what it made: the checksums of all of it. */
interface Made {
  cells: string;
  project: string;
  explainer: string;
  read: Record<string, string>;
  wrote: Record<string, string>;
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

/** Opens the records of a run. They lie beside the executed copies; one that cannot be read makes its notebook run. */
export async function openKeeper({ root, folder, names, environment, fresh = false }: KeeperOptions): Promise<Keeper> {
  const project = await checksumProject(root);
  const explainer = describeExplainer(environment);
  const recordOf = (name: string) => join(folder, "notebooks", name.replace(/\.ipynb$/, ".json"));
  const readRecord = async (name: string): Promise<Made | undefined> => {
    try {
      const made = JSON.parse(await Deno.readTextFile(recordOf(name)));
      return made.read && made.wrote ? made : undefined;
    } catch {
      return undefined;
    }
  };
  const writtenBefore = async (name: string): Promise<string[]> => {
    const records = await Promise.all(names.slice(0, names.indexOf(name)).map(readRecord));
    return [...new Set(records.flatMap((made) => Object.keys(made?.wrote ?? {})))].filter((file) => !isCopy(file))
      .sort();
  };

  return {
    async reasonToRun(name, notebook) {
      if (fresh) return "";
      const made = await readRecord(name);
      if (made === undefined) return "";
      if (made.cells !== checksumCells(notebook)) return "its cells or settings have changed";
      if (made.project !== project) return "lib/, data/, the packages or Deno have changed";
      if (made.explainer !== explainer) return "another explainer answers";
      for (const [files, verb] of [[made.read, "has changed"], [made.wrote, "is not as it left it"]] as const) {
        for (const [file, expected] of Object.entries(files)) {
          if (await checksumFile(join(folder, file)) !== expected) return `${file} ${verb}`;
        }
      }
      return undefined;
    },
    async watch(name, notebook) {
      // Whatever happens now, the old record no longer tells the truth.
      await Deno.remove(recordOf(name)).catch(() => {});
      const read = await checksumFiles(folder, await writtenBefore(name));
      const before = await modificationTimes(folder);
      return async () => {
        const after = await modificationTimes(folder);
        const touched = [...after.keys()].filter((file) => after.get(file) !== before.get(file)).sort();
        const wrote = await checksumFiles(folder, touched);
        const made: Made = { cells: checksumCells(notebook), project, explainer, read, wrote };
        await writeWhole(recordOf(name), JSON.stringify(made, null, 2) + "\n");
      };
    },
  };
}

function isCopy(file: string): boolean {
  return file.startsWith("notebooks/");
}

/** Its sources with the injected values: outputs of an earlier run make no difference. */
function checksumCells({ cells }: Notebook): string {
  return checksum(JSON.stringify(cells.map(({ type, source }) => [type, source])));
}

/** What every notebook is made from. Data sets are large, so that their sizes and times stand for them. */
async function checksumProject(root: string): Promise<string> {
  const sources = [...(await modificationTimes(join(root, "lib"))).keys()].filter((file) => file.endsWith(".ts"))
    .sort();
  const files = ["deno.json", "deno.lock", ...sources.map((file) => `lib/${file}`)];
  const data = [...await modificationTimes(join(root, "data"))].sort();
  return checksum(JSON.stringify([Deno.version.deno, await checksumFiles(root, files), data]));
}

/** Who explains, without the key itself. */
function describeExplainer(environment: Readonly<Record<string, string | undefined>>): string {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = environment;
  if (!OPENAI_API_KEY && !OPENAI_BASE_URL) return "rules";
  return `${OPENAI_MODEL || "the default model"} at ${OPENAI_BASE_URL || "the default server"}`;
}

/** Every file below a folder but locks, half files and replies, with when it was last written. */
async function modificationTimes(folder: string, below = ""): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const entries = await Array.fromAsync(Deno.readDir(join(folder, below))).catch(() => []);
  for (const { name, isDirectory } of entries) {
    const file = below + name;
    if (/\.(lock|partial)$/.test(name) || file === "chat" || /^notebooks\/.*\.json$/.test(file)) continue;
    if (isDirectory) { for (const entry of await modificationTimes(folder, `${file}/`)) found.set(...entry); }
    else found.set(file, (await Deno.stat(join(folder, file))).mtime?.getTime() ?? 0);
  }
  return found;
}

async function checksumFiles(folder: string, files: readonly string[]): Promise<Record<string, string>> {
  const entries = await Promise.all(files.map(async (file) => [file, await checksumFile(join(folder, file))]));
  return Object.fromEntries(entries);
}

/** A missing file has a checksum too: it is missing. */
async function checksumFile(path: string): Promise<string> {
  try {
    return checksum(await Deno.readFile(path));
  } catch {
    return "missing";
  }
}

function checksum(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
