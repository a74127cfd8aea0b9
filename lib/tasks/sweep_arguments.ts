// Reads the arguments of a sweep's command line.

import { parseArgs } from "node:util";

export interface SweepArguments {
  readonly name: string;
  /** As given: `width=6,12`. */
  readonly settings: readonly string[];
  /** What each walkthrough gets besides its settings. */
  readonly common: readonly string[];
  readonly atOnce: number;
  readonly shard?: string;
  /** Run nothing, only collect what there is. */
  readonly gather: boolean;
}

/** How many walkthroughs the machine can bear at once. */
export interface Machine {
  readonly cores: number;
  /** Bytes of memory that are free. */
  readonly memory: number;
}

/** The arguments; nothing when they ask for the help. Throws when one is unknown or wrong. */
export function readArguments(args: string[], { cores, memory }: Machine): SweepArguments | undefined {
  const { values } = parseArgs({
    args,
    options: {
      "name": { type: "string", default: "sweep" },
      "set": { type: "string", multiple: true, default: [] },
      "only": { type: "string", multiple: true, default: [] },
      "from": { type: "string" },
      "timeout": { type: "string" },
      "fresh": { type: "boolean", default: false },
      "at-once": { type: "string" },
      "shard": { type: "string" },
      "gather": { type: "boolean", default: false },
      "help": { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const common = values.only.flatMap((numbers) => ["--only", numbers]);
  if (values.from !== undefined) common.push("--from", values.from);
  if (values.timeout !== undefined) common.push("--timeout", values.timeout);
  if (values.fresh) common.push("--fresh");
  if (values.gather && (values.set.length > 0 || values.shard !== undefined)) {
    throw new Error(
      "Cannot gather: --gather takes the sweep as it was run, and all of it. Leave --set and --shard out.",
    );
  }
  return {
    name: values.name,
    settings: values.set,
    common,
    atOnce: values["at-once"] === undefined ? choose({ cores, memory }) : readCount(values["at-once"]),
    shard: values.shard,
    gather: values.gather,
  };
}

export const HELP = `Train and study many networks: one walkthrough for each combination of settings, several at once.

Usage: deno task sweep --set width=6,12,32 --set seed=1..20 [options]

  --set NAME=VALUES  a constant of the notebooks' parameters cells with its values: 6,12,32 or 1..20,
                     lists in brackets as [6],[6,12], texts with a comma in quotes; several times
  --only 01,02,03    run only the notebooks of these numbers
  --from 03          run the notebooks from this number on
  --timeout 600      seconds that a cell may take
  --fresh            run all notebooks, whatever could be kept
  --name NAME        name of the sweep: results go to outputs/sweeps/NAME, the runs are called
                     NAME_width-6_seed-1 and so on (default: sweep)
  --at-once 2        walkthroughs at the same time, each with a kernel of its own
                     (default: one for each core, as far as the memory reaches)
  --shard 3/16       only the third of sixteen parts, without the table at the end
  --gather           only the table and the plot, of what there is
  --help             show this text

Stopped or killed, the same command goes on where it was; without --set it goes on with the sweep of that name.
`;

/** Bytes that a walkthrough takes while its kernel trains on the digits and the next one is ready. */
const memoryOfOne = 1.5 * 2 ** 30;

function choose({ cores, memory }: Machine): number {
  return Math.max(1, Math.min(cores, Math.floor(memory / memoryOfOne)));
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`Cannot run so many walkthroughs: --at-once takes a whole number from 1 up, got "${text}".`);
}
