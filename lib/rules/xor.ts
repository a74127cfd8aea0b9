// Explains a network of two binary inputs from its numbers: each neuron as a condition, and what the output makes of them.

import type { readXorNetwork } from "../prompts/mod.ts";
import { nameCondition } from "./truth.ts";
import { roundTo } from "./words.ts";

type XorNetwork = NonNullable<ReturnType<typeof readXorNetwork>>;
type Neuron = XorNetwork["neurons"][number];

export function explainTruthTable({ neurons, output }: XorNetwork): string {
  const known = neurons.map((neuron): Neuron => ({ ...neuron, activations: clip(neuron.activations) }));
  const inputs = [
    ...new Set([...known.flatMap(({ activations }) => [...activations.keys()]), ...output.outputs.keys()]),
  ];
  return [
    ...known.map((neuron, i) => describeNeuron(neuron, inputs, output.weights[i])),
    ...(known.length === 0 ? ["The hidden neurons are unknown: the prompt lists none."] : []),
    ...addUp(known, output, inputs),
  ].join("\n");
}

/** An activation is never below 0. */
function clip(values: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(values.entries().map(([input, value]) => [input, Math.max(0, value)]));
}

function describeNeuron(neuron: Neuron, inputs: string[], finalWeight: number | undefined): string {
  const { neuron: name, activations: values } = neuron;
  if (values.size === 0) return `Neuron ${name}: unknown, for its activations are missing.`;
  const largest = Math.max(...values.values());
  const active = inputs.filter((input) => (values.get(input) ?? 0) > 0.02 * largest && largest > tiny);
  if (active.length === 0) {
    return `Neuron ${name} is dead: its activation is 0 for every input, so it adds nothing to the output. ${
      reason(neuron)
    }`;
  }
  const condition = nameCondition(active, inputs) ?? `the input is ${active.join(" or ")}`;
  const most = inputs.find((input) => values.get(input) === largest);
  const least = Math.min(...active.map((input) => values.get(input)!));
  const graded = largest > 1.2 * least ? `, most for ${most}` : "";
  const figures = inputs.map((input) => `${roundTo(values.get(input) ?? 0)} for ${input}`).join(", ");
  const effect = finalWeight === undefined
    ? "Its weight in the output is unknown."
    : `It ${finalWeight < 0 ? "lowers" : "raises"} the output, with the weight ${roundTo(finalWeight)}.`;
  return `Neuron ${name} is active when ${condition}${graded}: ${figures}. ${reason(neuron)} ${effect}`;
}

/** Why a neuron is active where it is: what its bias gives, and what each input adds or takes. */
function reason({ weights, bias, maximisation }: Neuron): string {
  const steps = weights.map((weight, i) =>
    `input ${i + 1} ${weight < 0 ? "takes" : "adds"} ${roundTo(Math.abs(weight))}`
  );
  const sentences = [
    bias === undefined ? "Its bias is unknown." : `With both inputs 0 its value is the bias ${roundTo(bias)}.`,
    steps.length > 0 ? `Of the inputs, ${steps.join(" and ")}.` : "Its weights are unknown.",
  ];
  if (maximisation?.input.every(Number.isFinite)) {
    const signs = maximisation.input.map((value, i) => `input ${i + 1} ${value < 0 ? "below" : "above"} 0`).join(
      " and ",
    );
    sentences.push(`Its maximising input has ${signs}, with the value ${roundTo(maximisation.preActivation)}.`);
  }
  return sentences.join(" ");
}

/** The output for each input as a sum of what the neurons add, and the function that it computes. */
function addUp(neurons: Neuron[], { weights, bias, outputs }: XorNetwork["output"], inputs: string[]): string[] {
  const canAdd = neurons.length > 0 && weights.length === neurons.length && bias !== undefined;
  const lines = inputs.map((input) => {
    const terms = neurons.map(({ activations }, i) => ({ i, product: (activations.get(input) ?? 0) * weights[i] }))
      .filter(({ product }) => Math.abs(product) > tiny);
    const sum = terms.reduce((sum, { product }) => sum + product, bias ?? 0);
    const parts = terms.map(({ i, product }) => `${roundTo(product)} from neuron ${neurons[i].neuron}`);
    const given = outputs.get(input);
    const text = canAdd ? `${[...parts, `${roundTo(bias)} from the bias`].join(" + ")} = ${roundTo(sum)}` : "";
    const check = given === undefined ? "" : `${canAdd ? "; the network gave " : ""}${roundTo(given)}`;
    return { input, value: given ?? (canAdd ? sum : undefined), line: `Output for ${input}: ${text}${check}.` };
  });
  const known = lines.flatMap(({ input, value }) => value === undefined ? [] : [{ input, value }]);
  if (known.length === 0) {
    return ["What the network computes is unknown: the outputs and the final weights are missing."];
  }
  const on = known.filter(({ value }) => value >= 0.5).map(({ input }) => input);
  const farthest = Math.max(...known.map(({ value }) => Math.abs(value - (value >= 0.5 ? 1 : 0))));
  const condition = nameCondition(on, known.map(({ input }) => input)) ??
    `the input is ${on.join(" or ") || "none of these"}`;
  const isXor = condition.endsWith("(XOR)");
  return [
    ...(canAdd
      ? []
      : ["How the neurons combine is unknown: the final weights or bias are missing, or do not fit the neurons."]),
    ...lines.filter(({ value }) => value !== undefined).map(({ line }) => line),
    `Summary: the output is 1 (above 0.5) when ${condition}, and at most ${roundTo(farthest)} away from 0 or 1. ` +
    `${
      known.length < 4
        ? "For XOR all four inputs would have to be known."
        : `So the network ${isXor ? "computes" : "does not compute"} XOR.`
    }`,
  ];
}

const tiny = 1e-6;
