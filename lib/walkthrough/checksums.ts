// Checksums of files, remembered as long as the system says that a file is the same.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { readPlainText, writeWhole } from "../files.ts";

/** Reads files for their checksums, each one only when it has changed. */
export interface Checksums {
  /** A file's checksum; "missing" or "unreadable" are checksums too. */
  ofFile(path: string): Promise<string>;
  /** Of every file below a folder, links followed, by its path within; not of folders that lie deep. */
  ofFolder(folder: string, isWanted?: (file: string) => boolean): Promise<Record<string, string>>;
  /** Keeps what is known for the next process. */
  save(): Promise<void>;
}

/** Opens the checksums that are kept in a file, of which nothing is lost but time when it is damaged. */
export async function openChecksums(path: string): Promise<Checksums> {
  const known = await readKnown(path);
  const seen: Record<string, Remembered> = {};

  async function ofFile(file: string): Promise<string> {
    const state = await readState(file);
    if (state === undefined) return "missing";
    const remembered = seen[file] ?? known[file];
    if (remembered?.state === state.text) return (seen[file] = remembered).checksum;
    const checksum = await checksumContent(file);
    // Times count in milliseconds: what has just been written may be written again in the same one.
    if (state.changed < Date.now() - 100) seen[file] = { state: state.text, checksum };
    return checksum;
  }

  return {
    ofFile,
    async ofFolder(folder, isWanted = () => true) {
      const files = (await listFiles(folder)).filter(isWanted).sort();
      const entries: [string, string][] = [];
      // One after the other: data sets may be large.
      for (const file of files) entries.push([file, await ofFile(join(folder, file))]);
      return Object.fromEntries(entries);
    },
    save: () => writeWhole(path, JSON.stringify({ ...known, ...seen }) + "\n"),
  };
}

/**
 * The files below a folder, links followed; a link that leads nowhere is no file. Devices and pipes are none either. What
 * lies more than a few folders deep is not looked at: a link may lead to a whole disk.
 */
async function listFiles(folder: string, below = "", above: readonly string[] = []): Promise<string[]> {
  const place = join(folder, below);
  const real = await Deno.realPath(place).catch(() => undefined);
  // A link may lead back to a folder above it.
  if (real === undefined || above.includes(real) || above.length >= DEEPEST) return [];
  const found: string[] = [];
  for (const { name } of await Array.fromAsync(Deno.readDir(place)).catch(() => [])) {
    const info = await Deno.stat(join(place, name)).catch(() => undefined);
    if (info?.isDirectory) {
      for (const file of await listFiles(folder, `${below}${name}/`, [...above, real])) found.push(file);
    } else if (info?.isFile) found.push(below + name);
  }
  return found;
}

const DEEPEST = 3;

/** Something that differs for each file below a folder once it has been written anew. */
export async function readStates(folder: string): Promise<Map<string, string | undefined>> {
  const files = await listFiles(folder);
  const states = await Promise.all(files.map(async (file) => (await readState(join(folder, file)))?.text));
  return new Map(files.map((file, place) => [file, states[place]]));
}

/** A short checksum of a text or of bytes. */
export function checksum(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

interface Remembered {
  readonly state: string;
  readonly checksum: string;
}

async function readKnown(path: string): Promise<Record<string, Remembered>> {
  try {
    const known = JSON.parse(await readPlainText(path));
    return typeof known === "object" && known !== null && !Array.isArray(known) ? known : {};
  } catch {
    return {};
  }
}

/**
 * What changes whenever a file's content does: the time of the last change of the inode cannot be set, as the time of the
 * last writing can. Systems without it do without it.
 */
async function readState(file: string): Promise<{ text: string; changed: number } | undefined> {
  const info = await Deno.stat(file).catch(() => undefined);
  if (!info?.isFile) return undefined;
  const [written, changed] = [info.mtime?.getTime() ?? 0, info.ctime?.getTime() ?? 0];
  return { text: [info.dev, info.ino, info.size, written, changed].join(" "), changed: Math.max(written, changed) };
}

async function checksumContent(path: string): Promise<string> {
  try {
    const hash = createHash("sha256");
    using file = await Deno.open(path);
    for await (const chunk of file.readable) hash.update(chunk);
    return hash.digest("hex").slice(0, 16);
  } catch {
    return "unreadable";
  }
}
