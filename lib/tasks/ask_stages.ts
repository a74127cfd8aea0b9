// What a stage of a run asks, by the very calls of the notebooks, so that these find the replies.

import type { Chat } from "../chat/mod.ts";
import { explainLayers, summariseNetwork } from "../prompts/mod.ts";
import { loadRunData, readEvidence, readExplanations, readStats, type TrainedRun } from "../runs/mod.ts";
import { choice, claim, detection, prepareScores, scoreExplanations, simulation } from "../scores/mod.ts";

/** What stages can be asked elsewhere. */
export const stages = ["explanations", "scores"] as const;
export type Stage = typeof stages[number];

/** The constants of the notebooks' parameters cells that change what is asked, as they stand there. */
export const knobs = { each: 20, positives: 20, together: 10, most: 24, sampleSeed: 1 };
export type Knobs = Readonly<typeof knobs>;

export interface StageOptions {
  readonly run: TrainedRun;
  readonly knobs: Knobs;
  /** Told what is being asked. */
  readonly onDoing: (doing: string) => void;
}

/** Asks all of a stage that can be asked. Throws where a reply is missing that others are built on. */
export async function askStage(stage: Stage, chat: Chat, options: StageOptions): Promise<void> {
  await asking[stage](chat, options);
}

const asking: Readonly<Record<Stage, (chat: Chat, options: StageOptions) => Promise<void>>> = {
  async explanations(chat, { run, onDoing }) {
    const { neurons, outputs } = await readEvidence(run);
    const { layers } = await explainLayers(chat, run.context, neurons, { onProgress: ({ doing }) => onDoing(doing) });
    onDoing("summary of the network");
    await summariseNetwork(chat, run.context, { layers: layers.map(({ text }) => text), outputs });
  },

  async scores(chat, { run, knobs, onDoing }) {
    onDoing("scores of the explanations");
    const { network, context, widths } = run;
    const [neurons, stats, { test }] = [
      (await readExplanations(run, widths)).flat(),
      await readStats(run),
      await loadRunData(run),
    ];
    const scores = [simulation, detection, choice, claim];
    const prepared = prepareScores(context, network, test, {
      ...knobs,
      seed: knobs.sampleSeed,
      scores,
      neurons,
      stats,
    });
    await scoreExplanations(chat, prepared);
  },
};
