// A run: one walk through the notebooks, and the folder outputs/<run>/ that keeps all of it.

import { checkRunName, findProject } from "../files.ts";

/** A run as a notebook has opened it. */
export interface Run {
  readonly name: string;
  /** The absolute path of outputs/<name>, which is made with the first file in it. */
  readonly folder: string;
  /** The absolute path of the project, which holds outputs/, data/ and notebooks/. */
  readonly project: string;
  /** Which opening this is, counted in this process: see checkOpen(). */
  readonly opening: number;
}

/**
 * Opens a run. Throws on a name that can be no folder's, and closes then what was open before: the cells below a refused
 * one still run, and must not write into the run of an earlier try.
 *
 * @param from The folder to search for the project from, upwards to its deno.json. Notebook programs disagree on which
 * folder a notebook runs in, so no path is taken from there.
 */
export async function openRun(name: string, { from = Deno.cwd() }: { from?: string } = {}): Promise<Run> {
  try {
    checkRunName(name);
    const project = await findProject(from);
    return { name, project, folder: `${project}/outputs/${name}`, opening: ++openings };
  } catch (error) {
    closeRuns();
    throw error;
  }
}

/** Closes all runs that are open. */
export function closeRuns(): void {
  closed = openings;
}

/** Throws where the run was closed. */
export function checkOpen({ name, opening }: Run): void {
  if (opening > closed) return;
  throw new Error(
    `Cannot use run "${name}": it was closed when another run was asked for and could not be opened. ` +
      "Mend the name of the run, and run the notebook from its first cell.",
  );
}

let openings = 0;
let closed = 0;
