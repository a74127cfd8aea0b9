// Who explains against who reads: the same network's summaries by several explainers, read by several readers.

import type { Chat } from "../../chat/mod.ts";
import type { NetworkContext, Summaries } from "../../prompts/mod.ts";
import type { AskOptions } from "../asking.ts";
import { assess } from "./assessment.ts";
import { predict, type PredictSettings } from "./predict.ts";
import type { TestImage } from "./sample.ts";

/** Explainers by what they wrote, readers by whom to ask, each by name. */
export interface CrossSettings extends Omit<PredictSettings, "readers">, AskOptions {
  explainers: Readonly<Record<string, Summaries>>;
  readers: Readonly<Record<string, Chat>>;
  seed: number;
}

/** A row for each explainer and each reader, on the same pictures: the three scores, and the final one's interval. */
export async function crossRows(
  context: NetworkContext,
  images: readonly TestImage[],
  { explainers, readers, seed, onProgress, ...settings }: CrossSettings,
): Promise<Record<string, string | number | null>[]> {
  const rows: Record<string, string | number | null>[] = [];
  const names = Object.keys(readers);
  for (const [place, name] of names.entries()) {
    const { predictions } = await predict(readers[name], context, images, {
      ...settings,
      readers: explainers,
      onProgress: ({ done, total, failed }) =>
        onProgress?.({ done: place * total + done, total: names.length * total, failed }),
    });
    for (const [explainer, found] of Object.entries(predictions)) {
      const { scores: { correct, incorrect, final }, images: { asked, predicted } } = assess(found, { seed });
      rows.push({
        "explained by": explainer,
        "read by": name,
        correct: correct.score,
        incorrect: incorrect.score,
        final: final.score,
        "95 % from": final.low,
        to: final.high,
        predicted: `${predicted} of ${asked}`,
      });
    }
  }
  return rows;
}
