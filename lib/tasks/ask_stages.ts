// What a stage of a run asks, by the very calls of the notebooks, so that these find the replies.

import type { Chat } from "../chat/mod.ts";
import { explainLayers, summariseNetwork } from "../prompts/mod.ts";
import { readEvidence, type TrainedRun } from "../runs/mod.ts";
import type { Stage } from "./ask_arguments.ts";

/** Asks all of a stage that can be asked. Throws where a reply is missing; `onDoing` is told what is being asked. */
export async function askStage(
  stage: Stage,
  chat: Chat,
  { run, onDoing }: { run: TrainedRun; onDoing: (doing: string) => void },
): Promise<void> {
  await asking[stage](chat, run, onDoing);
}

const asking: Record<Stage, (chat: Chat, run: TrainedRun, onDoing: (doing: string) => void) => Promise<void>> = {
  async explanations(chat, run, onDoing) {
    const { neurons, outputs } = await readEvidence(run);
    const { layers } = await explainLayers(chat, run.context, neurons, { onProgress: ({ doing }) => onDoing(doing) });
    onDoing("summary of the network");
    await summariseNetwork(chat, run.context, { layers: layers.map(({ text }) => text), outputs });
  },
  async scores() {
    await Promise.resolve();
    throw new Error("not yet");
  },
};
