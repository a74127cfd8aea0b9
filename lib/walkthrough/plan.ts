/** Reads the command line's arguments into a plan of what to run and where to write it. */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkRunName, findProject } from "../files.ts";
import { selectNotebooks } from "./selection.ts";

/** What to run; `timeout` is in milliseconds a cell. */
export interface Plan {
  readonly paths: string[];
  readonly settings: string[];
  /** The run's folder. */
  readonly folder: string;
  readonly copyPath: (name: string) => string;
  readonly failedCopyPath: (name: string) => string;
  readonly timeout: number;
  /** The project's folder, and all its notebooks, in order. */
  readonly root: string;
  readonly names: readonly string[];
  /** Run all, whatever could be kept. */
  readonly fresh: boolean;
  /** The outputs go back into the notebooks themselves, so that all have to run. */
  readonly inPlace: boolean;
}

/**
 * What the arguments ask for, in the project that `folder` is in; nothing when they ask for the help.
 * Throws when an argument is unknown or wrong.
 */
export async function makePlan(args: string[], folder: string): Promise<Plan | undefined> {
  const { values } = parseArgs({
    args,
    options: {
      run: { type: "string" },
      only: { type: "string", multiple: true, default: [] },
      from: { type: "string" },
      set: { type: "string", multiple: true, default: [] },
      "in-place": { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      timeout: { type: "string", default: "600" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;

  const run = values.run ?? values.set.map(readRunSetting).findLast((name) => name !== undefined) ?? "blog";
  checkRunName(run);
  const seconds = Number(values.timeout);
  if (!(seconds > 0 && seconds < MAX_SECONDS)) {
    throw new Error(`Cannot set the time-out: it must be a number of seconds, got "${values.timeout}".`);
  }
  const settings = values.run === undefined ? values.set : [...values.set, `run=${JSON.stringify(values.run)}`];
  if (values["in-place"] && settings.length > 0) {
    throw new Error(
      `Cannot set a parameter together with --in-place, got ${settings.join(" ")}. Edit the parameters cell instead, ` +
        "so that the notebook shows what it ran with.",
    );
  }

  const root = await findProject(folder);
  const notebooks = join(root, "notebooks");
  const names = (await readNames(notebooks)).filter((name) => name.endsWith(".ipynb")).sort();
  if (names.length === 0) throw new Error(`Cannot run the notebooks: there are none, got the folder "${notebooks}".`);
  const only = values.only.flatMap((list) => list.split(",")).map((prefix) => prefix.trim());
  const chosen = selectNotebooks(names, { only, from: values.from });
  if (chosen.length === 0) throw new Error(`Cannot run the notebooks: --only and --from together leave none.`);
  const runFolder = join(root, "outputs", run);
  const copies = join(runFolder, "notebooks");
  return {
    paths: chosen.map((name) => join(notebooks, name)),
    settings,
    folder: runFolder,
    copyPath: (name) => join(values["in-place"] ? notebooks : copies, name),
    // A failed run must not take the place of good outputs.
    failedCopyPath: (name) => join(copies, name),
    timeout: seconds * 1000,
    root,
    names,
    fresh: values.fresh,
    inPlace: values["in-place"],
  };
}

export const HELP = `Run the notebooks from top to bottom, each in a fresh Deno kernel.

Usage: deno task walkthrough [options]

  --run NAME        name of the run: notebooks read and write outputs/NAME, the executed
                    copies go to outputs/NAME/notebooks (default: blog)
  --only 04         run only the notebooks of these numbers: --only 04,05 or several times
  --from 03         run the notebooks from this number on
  --set width=12    set a constant of the notebooks' parameters cells; several times.
                    Where notebooks have different values under one name, say which is
                    meant: --set 01.width=12. A list: --set 'curveWidths=[6, 12]'
  --in-place        write the outputs back into notebooks/ instead of into copies; runs all
  --fresh           run all, also the notebooks for which nothing has changed since they ran
  --timeout 600     seconds that a cell may take; waiting for a model does not count
  --help            show this text
`;

/** A timer can wait for no more than 2^31 milliseconds. */
const MAX_SECONDS = 2 ** 31 / 1000;

/** The run's name in a setting such as run=wide or run="wide". */
function readRunSetting(setting: string): string | undefined {
  return setting.match(/^\s*run\s*=\s*(["'`]?)(.*?)\1\s*$/)?.[2];
}

async function readNames(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name);
  } catch (cause) {
    throw new Error(`Cannot run the notebooks: their folder cannot be read, got "${folder}".`, { cause });
  }
}
