// Explains a network of two binary inputs from its numbers: each neuron as a condition, and what the output makes of them.

import { roundTo } from "./words.ts";
import { first, matches, number, readBlocks } from "./patterns.ts";
import { nameCondition } from "./truth.ts";

/** Whether a prompt holds such a network. */
export function holdsTruthTable(text: string): boolean {
  return matches(text, `^(?:Activation|Output) for input ${bits}: ${number}`).length > 0;
}

export function explainTruthTable(text: string): string {
  const neurons = readBlocks(text, /^[ \t]*Neuron (\d+):[ \t]*$/gm).map(({ name, body }) => readNeuron(name, body));
  const final = {
    weights: readList(text, "Final weights"),
    bias: first(text, `^Final bias: ${number}`),
    outputs: new Map(
      matches(text, `^Output for input ${bits}: ${number}`).map(([input, value]) => [input, Number(value)]),
    ),
  };
  const inputs = [...new Set([...neurons.flatMap(({ values }) => [...values.keys()]), ...final.outputs.keys()])];
  return [
    ...neurons.map((neuron, i) => describeNeuron(neuron, inputs, final.weights[i])),
    ...(neurons.length === 0 ? ["The hidden neurons are unknown: the prompt lists none."] : []),
    ...addUp(neurons, final, inputs),
  ].join("\n");
}

interface Neuron {
  name: string;
  weights: number[];
  bias?: number;
  values: Map<string, number>;
  maximum?: { input: number[]; value: number };
}

interface Final {
  weights: number[];
  bias?: number;
  outputs: Map<string, number>;
}

const bits = "([01](?: [01])*)";

function readNeuron(name: string, body: string): Neuron {
  const given = matches(body, `^Activation for input ${bits}: ${number}`)
    .map(([input, value]): [string, number] => [input, Math.max(0, Number(value))]);
  const maximum = matches(body, `^Maximising input: (.+), value: ${number}`)[0];
  return {
    name,
    weights: readList(body, "Weights"),
    bias: first(body, `^Bias: ${number}`),
    values: new Map(given),
    maximum: maximum && { input: maximum[0].split(",").map(Number), value: Number(maximum[1]) },
  };
}

function readList(text: string, key: string): number[] {
  const found = matches(text, `^${key}: (.+)`)[0];
  const list = found ? found[0].split(",").map(Number) : [];
  return list.every(Number.isFinite) ? list : [];
}

function describeNeuron(neuron: Neuron, inputs: string[], finalWeight: number | undefined): string {
  const { name, values } = neuron;
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
function reason({ weights, bias, maximum }: Neuron): string {
  const steps = weights.map((weight, i) =>
    `input ${i + 1} ${weight < 0 ? "takes" : "adds"} ${roundTo(Math.abs(weight))}`
  );
  const sentences = [
    bias === undefined ? "Its bias is unknown." : `With both inputs 0 its value is the bias ${roundTo(bias)}.`,
    steps.length > 0 ? `Of the inputs, ${steps.join(" and ")}.` : "Its weights are unknown.",
  ];
  if (maximum?.input.every(Number.isFinite)) {
    const signs = maximum.input.map((value, i) => `input ${i + 1} ${value < 0 ? "below" : "above"} 0`).join(" and ");
    sentences.push(`Its maximising input has ${signs}, with the value ${roundTo(maximum.value)}.`);
  }
  return sentences.join(" ");
}

/** The output for each input as a sum of what the neurons add, and the function that it computes. */
function addUp(neurons: Neuron[], { weights, bias, outputs }: Final, inputs: string[]): string[] {
  const canAdd = neurons.length > 0 && weights.length === neurons.length && bias !== undefined;
  const lines = inputs.map((input) => {
    const terms = neurons.map(({ values }, i) => ({ i, product: (values.get(input) ?? 0) * weights[i] }))
      .filter(({ product }) => Math.abs(product) > tiny);
    const sum = terms.reduce((sum, { product }) => sum + product, bias ?? 0);
    const parts = terms.map(({ i, product }) => `${roundTo(product)} from neuron ${neurons[i].name}`);
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
