// Lets one walkthrough at a time into a run's folder.

import { join } from "node:path";

/**
 * Takes the folder, made where there is none, until the function given back is called. Throws where it cannot be written
 * to, and where another walkthrough has it, with that one's process id. The lock is the system's: it ends with the
 * process, however that ends, and a file left by a process that was killed locks nothing.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, "walkthrough.lock");
  const isNew = await isMissing(folder);
  for (;;) {
    const file = await openFile(folder, path);
    if (!await file.tryLock(true)) {
      file.close();
      throw new Error(
        `Cannot walk through the notebooks: another walkthrough, ${await readHolder(path)}, is writing to ${folder}. ` +
          "Wait for its end, or choose another --run.",
      );
    }
    // The one before may have removed the file between its opening and its locking.
    if (!await isAt(file, path)) {
      file.close();
      continue;
    }
    await file.truncate();
    // On a full disk the lock holds without the number.
    await file.write(new TextEncoder().encode(`${Deno.pid}\n`)).catch(() => {});
    return async () => {
      // Windows removes no file that is open, Unix should remove it before another can lock it.
      if (Deno.build.os === "windows") file.close();
      await Deno.remove(path).catch(() => {});
      if (Deno.build.os !== "windows") file.close();
      // A run that came to nothing leaves nothing: a folder with something in it is not removed.
      if (isNew) await Deno.remove(folder).catch(() => {});
    };
  }
}

async function openFile(folder: string, path: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    // Through a link another file would be emptied.
    const { isFile } = await Deno.lstat(path).catch(() => ({ isFile: true }));
    if (!isFile) throw new Error(`${path} is no file of ours; remove it`);
    return await Deno.open(path, { create: true, read: true, write: true });
  } catch (cause) {
    throw new Error(
      `Cannot walk through the notebooks: ${folder} cannot be written to, got "${(cause as Error).message}". ` +
        "It must be a folder that can be written to: remove what lies in its place, or make it writable.",
      { cause },
    );
  }
}

async function isMissing(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => false, (error) => error instanceof Deno.errors.NotFound);
}

async function readHolder(path: string): Promise<string> {
  // Windows lets nobody read a locked file.
  const pid = await Deno.readTextFile(path).catch(() => "");
  return pid.trim() === "" ? "of an unknown process" : `process ${pid.trim()}`;
}

async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).ino === (await file.stat()).ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
