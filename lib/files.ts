// Where the project and its runs lie, and files that are whole or not there: for notebooks and for the command line.

import { pathToFileURL } from "node:url";

/**
 * The absolute path of the project: the nearest folder, from `from` upwards, that holds a deno.json. With / between its
 * parts on every system, and none at its end. Throws where there is no such folder.
 *
 * @param from A path of this system; one that begins as on Windows (`C:\`, `C:/`, `\\`) is taken for such a path.
 * @param holds Whether there is a file.
 */
export async function findProject(
  from: string,
  holds: (file: URL) => Promise<boolean> = isThere,
): Promise<string> {
  const windows = /^[A-Za-z]:[\\/]|^\\\\/.test(from);
  const start = pathToFileURL(`${from}/`, { windows });
  for (let folder = start;; folder = new URL("..", folder)) {
    if (await holds(new URL("deno.json", folder))) return pathOf(folder, { windows });
    if (new URL("..", folder).href === folder.href) break;
  }
  throw new Error(`Cannot find the project: no folder above holds a deno.json, got "${from}". Start inside it.`);
}

/** Throws unless a run's name can be a folder's on every system: one folder, not hidden, of a length that all can keep. */
export function checkRunName(name: string): void {
  const isFolder = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_. -]*$/u.test(name) && !/[. ]$/.test(name);
  if (isFolder && name.length <= 60 && !reserved.test(name)) return;
  throw new Error(
    "Cannot open a run: its name becomes a folder's, of at most 60 letters, digits, spaces and . _ - inside, " +
      `got "${name}". Choose one such as "wide-12".`,
  );
}

/**
 * Writes a file, and the folders above it where there are none: under another name first, and renamed at the end. Throws
 * where it cannot be written; what stood there before stays then. A writer that is killed leaves at most a file that ends
 * in `.partial`.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  // Two writers of one file must not rename each other's half.
  const partial = `${path}.${crypto.randomUUID().slice(0, 8)}.partial`;
  try {
    if (folder !== "") await Deno.mkdir(folder, { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(partial, content);
    else await Deno.writeFile(partial, content);
    await Deno.rename(partial, path);
  } catch (cause) {
    await Deno.remove(partial).catch(() => {});
    const what = cause instanceof Error ? cause.message : String(cause);
    const advice = "Make room, make the folder writable or remove what lies in its place, and run it again.";
    throw new Error(`Cannot write ${path}: got "${what}". ${advice}`, { cause });
  }
}

/**
 * Reads a file's bytes. Throws where it cannot be opened, and where it is a pipe or a device, which could be waited for
 * without end.
 */
export async function readPlain(path: string): Promise<Uint8Array> {
  const { isFile } = await Deno.stat(path);
  if (!isFile) throw new Error(`${path} is no plain file`);
  return await Deno.readFile(path);
}

/** The same for a text, without the mark that some editors begin a file with. */
export async function readPlainText(path: string): Promise<string> {
  return new TextDecoder().decode(await readPlain(path));
}

/** Devices on Windows, with or without an ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

async function isThere(file: URL): Promise<boolean> {
  try {
    await Deno.stat(file);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function pathOf(folder: URL, { windows }: { windows: boolean }): string {
  const path = decodeURIComponent(folder.pathname).replace(/\/$/, "");
  if (!windows) return path;
  return folder.host === "" ? path.slice(1) : `//${folder.host}${path}`;
}
