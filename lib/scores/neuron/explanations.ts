// Several ways to explain one neuron, scored on the same held-out pictures, and the table of their scores.

import type { Chat } from "../../chat/mod.ts";
import { type MeaningScore, type MeaningSettings, scoreMeanings } from "./meanings.ts";
import { inquiriesOf, prepareQuestions, type ScoredNeuron } from "./neuron_scores.ts";

/** One way to explain a neuron: its explanations, one for each meaning, their scores, and that of all together. */
export interface ExplanationScore {
  way: string;
  explanations: readonly string[];
  each: MeaningScore[];
  together: MeaningScore;
}

/** Several ways to explain a neuron, by name, and how to score them. */
export interface ComparisonSettings extends Omit<MeaningSettings, "explanations"> {
  ways: Readonly<Record<string, readonly string[]>>;
}

/** What compareExplanations() would send: see Chat.estimate(). */
export async function estimateComparison(
  chat: Chat,
  neuron: Omit<ScoredNeuron, "explanation">,
  { ways, images, ...settings }: ComparisonSettings,
): Promise<Awaited<ReturnType<Chat["estimate"]>>> {
  const questions = Object.values(ways).flat().map((explanation) => {
    return prepareQuestions({ ...neuron, explanation }, images, settings);
  });
  return await chat.estimate(questions.flatMap(inquiriesOf).map(({ request }) => request));
}

/**
 * Scores every way on the same pictures. A way without any explanation, as where none could be read from a reply, is left
 * out and named in `notes`.
 */
export async function compareExplanations(
  chat: Chat,
  neuron: Omit<ScoredNeuron, "explanation">,
  { ways, ...settings }: ComparisonSettings,
): Promise<{ scores: ExplanationScore[]; notes: string[] }> {
  const scores: ExplanationScore[] = [];
  const notes = new Set<string>();
  for (const [way, explanations] of Object.entries(ways)) {
    if (explanations.length === 0) {
      notes.add(`There is nothing to score for "${way}": no explanation could be read.`);
      continue;
    }
    const scored = await scoreMeanings(chat, neuron, { explanations, ...settings });
    scored.notes.forEach((note) => notes.add(note));
    scores.push({ way, explanations, each: scored.each, together: scored.together });
  }
  return { scores, notes: [...notes] };
}

/** A row for each way, and below a way of several meanings one for each of these by itself. */
export function explanationRows(scores: readonly ExplanationScore[]) {
  return scores.flatMap(({ way, each, together }) => [
    rowOf(way, each.length, together),
    ...(each.length < 2 ? [] : each.map((score, i) => rowOf(`   meaning ${i + 1} alone`, 1, score))),
  ]);
}

function rowOf(explanation: string, meanings: number, { simulation, detection }: MeaningScore) {
  const failed = [...Object.entries(simulation.failures), ...Object.entries(detection.failures)];
  return {
    explanation,
    meanings: String(meanings),
    simulation: simulation.score,
    "95 % from": simulation.low,
    to: simulation.high,
    "by class means": simulation.floor,
    "explained variance": simulation.explainedVariance,
    detection: detection.balancedAccuracy,
    AUPRC: detection.auprc,
    failed: failed.map(([kind, count]) => `${count} × ${kind}`).join(", ") || "none",
  };
}
