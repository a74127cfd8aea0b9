// How much explanation is needed: the final score of the prediction test against the length of the summaries.

import { interruptSignal } from "../../interrupt.ts";
import type { DataSet } from "../../data/mod.ts";
import type { LengthPoint, LengthReader } from "./length.ts";
import { type Lane, openLanes } from "./length_lanes.ts";
import type { Subject, SubjectSettings } from "./length_network.ts";
import { runChains, type Step, type StepProgress } from "./step_clock.ts";

/** Which networks to train and how, how many pictures to ask about, how much may be told of each network, and to whom. */
export interface LengthSettings extends Omit<SubjectSettings, "width" | "seed"> {
  widths: readonly number[];
  seeds: readonly number[];
  /** How many marks describe a neuron: see createRuleBasedFetch(). */
  details: readonly number[];
  readers?: readonly LengthReader[];
  /** How many networks go side by side, each on a core and with half a gigabyte of its own; one a core, eight at most. */
  atOnce?: number;
  /** Networks that were trained before by these settings; those that are trained now are put there too. */
  trained?: Map<string, Subject>;
  /** Told at least once a second while there are pauses; the steps are parts of a network's turn. */
  onProgress?: (progress: StepProgress) => unknown;
  signal?: AbortSignal;
}

/**
 * Trains a network with one hidden layer for every width and seed, and for every level of detail explains it and asks
 * every reader about pictures of the test half. Explainer and readers are the rule-based ones, whoever else explains: a
 * language model would be asked many thousand times. The same pictures of a network are asked about every time. The points
 * are the same however many networks go side by side.
 */
export async function measureLengthCurve(
  data: DataSet,
  {
    widths,
    seeds,
    details,
    readers = ["same"],
    atOnce,
    trained = new Map(),
    onProgress,
    signal = interruptSignal(),
    ...settings
  }: LengthSettings,
): Promise<LengthPoint[]> {
  const points = new Map<Step, LengthPoint[]>();
  const chains = widths.flatMap((width) =>
    seeds.map((seed) => {
      const subject = { width, seed, ...settings };
      // Whatever the order in which the settings were written.
      const name = JSON.stringify([data.checksum, ...Object.entries(subject).sort()]);
      const train = step(`training width ${width}`, seed, async (lane) => {
        trained.set(name, trained.get(name) ?? await lane.train(subject));
      });
      const read = details.map((detail) => {
        const reading = step(`explaining and asking width ${width}`, seed, async (lane) => {
          const found = await lane.read(trained.get(name)!, { detail, readers, seed });
          points.set(reading, found.map((point) => ({ width, seed, ...point })));
        });
        return reading;
      });
      return [train, ...read];
    })
  );
  const wanted = atOnce ?? Math.min(navigator.hardwareConcurrency, mostAtOnce);
  const lanes = openLanes(data, Math.min(wanted, chains.length), signal);
  try {
    const run = (turn: Turn, lane: number) => turn.run(lanes[lane]);
    await runChains(chains, run, { atOnce: lanes.length, onProgress, signal });
  } finally {
    for (const lane of lanes) lane.close();
  }
  return chains.flat().flatMap((turn) => points.get(turn) ?? []);
}

const mostAtOnce = 8;

interface Turn extends Step {
  run: (lane: Lane) => Promise<void>;
}

function step(kind: string, seed: number, run: Turn["run"]): Turn {
  return { kind, doing: `${kind}, seed ${seed}`, run };
}
