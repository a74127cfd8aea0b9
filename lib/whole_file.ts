// Files that are whole or not there: written under another name first, and renamed at the end.

/**
 * Writes a file, and the folders above it where there are none. Throws where it cannot be written; what stood there before
 * stays then. A writer that is killed leaves at most a file that ends in `.partial`.
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
    throw unwritable(path, cause);
  }
}

/** The error that says what to do where a file or folder cannot be written. */
export function unwritable(path: string, cause: unknown): Error {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Cannot write ${path}: got "${what}". Make room or make the folder writable, and run it again.`, {
    cause,
  });
}
