// How much explanation is needed: the final score of the prediction test against the length of the summaries.

import { interruptSignal } from "../../interrupt.ts";
import type { DataSet } from "../../data/mod.ts";
import { collectEvidence, gatherStats, type NetworkEvidence } from "../../evidence/mod.ts";
import { openChat } from "../../chat/mod.ts";
import { defaultSettings, explainNetwork, type NetworkContext, type PromptSettings } from "../../prompts/mod.ts";
import { createRuleBasedFetch, type Hand } from "../../rules/mod.ts";
import { answersOf, createNetwork, logitsOf, type Network } from "../../network/mod.ts";
import { prepareScores } from "../neuron/prepared.ts";
import { scoreExplanations } from "../neuron/scored.ts";
import { simulation } from "../neuron/simulation.ts";
import { meanInterval } from "../statistics.ts";
import { assess } from "./assessment.ts";
import { trainOther } from "./controls.ts";
import { countSummaryTokens, type LengthPoint, type LengthReader } from "./length.ts";
import { predict } from "./predict.ts";
import { sampleImages, type TestImage } from "./sample.ts";
import { runSteps, type Step, type StepProgress } from "./step_clock.ts";

/** Which networks to train and how, how many pictures to ask about, how much may be told of each network, and to whom. */
export interface LengthSettings {
  widths: readonly number[];
  seeds: readonly number[];
  /** How many marks describe a neuron: see createRuleBasedFetch(). */
  details: readonly number[];
  readers?: readonly LengthReader[];
  right: number;
  wrong: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  prompts?: PromptSettings;
  /** Told at least once a second while there are pauses; the steps are parts of a network's turn. */
  onProgress?: (progress: StepProgress) => unknown;
  signal?: AbortSignal;
}

/**
 * Trains a network with one hidden layer for every width and seed, and for every level of detail explains it and asks
 * every reader about pictures of the test half. Explainer and readers are the rule-based ones, whoever else explains: a
 * language model would be asked many thousand times. The same pictures of a network are asked about every time.
 */
export async function measureLengthCurve(
  data: DataSet,
  { widths, seeds, details, readers = ["same"], onProgress, signal = interruptSignal(), ...settings }: LengthSettings,
): Promise<LengthPoint[]> {
  const points: LengthPoint[] = [];
  const steps = widths.flatMap((width) =>
    seeds.flatMap((seed) => {
      const step = (kind: string, run: Turn["run"]): Turn => {
        return { kind: `${kind} ${width}`, doing: `${kind} width ${width}, seed ${seed}`, run };
      };
      let subject: Subject;
      return [
        step("training", async () => {
          subject = await trainSubject(data, { width, seed, signal, ...settings });
        }),
        ...details.map((detail) =>
          step("explaining and asking", async () => {
            for (const point of await readSubject(data, subject, { detail, readers, seed, signal })) {
              points.push({ width, seed, ...point });
            }
          })
        ),
      ];
    })
  );
  await runSteps(steps, ({ run }) => run(), { onProgress, signal });
  return points;
}

interface Turn extends Step {
  run: () => Promise<void>;
}

/** A trained network with all that is asked about it, whatever its explanations. */
interface Subject {
  network: Network;
  context: NetworkContext;
  evidence: NetworkEvidence;
  stats: ReturnType<typeof gatherStats>;
  images: readonly TestImage[];
}

async function trainSubject(
  data: DataSet,
  { width, seed, right, wrong, prompts = defaultSettings, ...training }:
    & { width: number; seed: number; signal?: AbortSignal }
    & Pick<LengthSettings, "right" | "wrong" | "prompts" | "epochs" | "batchSize" | "learningRate">,
): Promise<Subject> {
  const { classNames, train, test } = data;
  const shape = { inputs: train.width * train.height, hidden: [width], outputs: classNames.length };
  const { network, background } = await trainOther(data, createNetwork(shape, seed), {
    ...training,
    seed,
    template: prompts.templates.background,
  });
  const size = { width: train.width, height: train.height };
  const context = { ...prompts, ...size, background, classNames, regularisation: 1 };
  const evidence = await collectEvidence(network, train, { classes: classNames.length, settings: { seed } });
  const answers = answersOf(logitsOf(network, test.pixels), classNames.length);
  const { images } = sampleImages(test.labels, answers, { right, wrong, seed, classNames });
  return { network, context, evidence, stats: gatherStats(network, train, classNames.length), images };
}

async function readSubject(
  { test }: DataSet,
  { network, context, evidence, stats, images }: Subject,
  { detail, readers, seed, signal }: {
    detail: number;
    readers: readonly LengthReader[];
    seed: number;
    signal?: AbortSignal;
  },
): Promise<Omit<LengthPoint, "width" | "seed">[]> {
  const explainer = openChat({ environment: {}, rules: createRuleBasedFetch({ detail }) });
  const { neurons, layers, network: whole } = await explainNetwork(explainer, context, evidence, { signal });
  const explained = neurons.flat();
  const summaries = { layers: layers.map(({ text }) => text), network: whole.text };
  const tokens = countSummaryTokens(summaries);
  return await Promise.all(readers.map(async (reader) => {
    const rules = createRuleBasedFetch({ detail, reader: { ...hands[reader], seed } });
    const chat = openChat({ environment: {}, rules });
    // The rules need no enlarged pictures, and small ones are read in a quarter of the time.
    const asked = { readers: { rules: summaries }, pictures: test, scale: 1, signal };
    const { predictions } = await predict(chat, context, images, asked);
    const { scores, images: { asked: pictures, predicted } } = assess(predictions.rules, { seed });
    const questions = prepareScores(context, network, test, { neurons: explained, stats, scores: [simulation], seed });
    const { scored } = await scoreExplanations(chat, questions, { signal });
    const found = scored.flatMap(({ scores }) => scores.simulation.figures.simulation.value ?? []);
    return {
      detail,
      reader,
      tokens,
      final: scores.final.score,
      simulation: meanInterval(found).mean,
      pictures,
      failures: pictures - predicted,
    };
  }));
}

/** How each reader imagines the marks: 30 % thicker, with soft edges, each up to a pixel off its place, or all of these. */
const hands: Record<LengthReader, Hand> = {
  same: {},
  thick: { thickness: 1.3 },
  gaussian: { edges: "gaussian" },
  shifted: { shift: 1 },
  all: { thickness: 1.3, edges: "gaussian", shift: 1 },
};
