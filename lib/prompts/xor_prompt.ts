// The one prompt about a small network with two inputs: all of its numbers, neuron by neuron, and the question.

/** A hidden neuron: everything that there is to know of it. */
export interface XorNeuron {
  weights: readonly number[];
  bias: number;
  /** Its activation for each of the inputs given beside it, in their order. */
  activations: readonly number[];
  /** The input that maximising found, and the value there before the relu; none for a dead neuron. */
  maximisation?: { input: readonly number[]; preActivation: number };
}

/** The output: its weights, one for each hidden neuron, its bias, and what it gives for each input. */
export interface XorOutput {
  weights: readonly number[];
  bias: number;
  outputs: readonly number[];
}

/** The whole prompt but for the background. */
export const xorWording = `The following are the hidden neurons of the network, each with its weights from the inputs, \
its bias, its activation for each possible input, \
and an input that was found to maximise it, with its value before the relu there.
{neurons}

The output is a weighted sum of the hidden neurons' activations. Its weights, in the neurons' order, its bias, \
and what it gives for each possible input:
{output}

Say for each neuron what it stands for, as a condition on the inputs, with the reasons that the numbers give. \
Then summarise how the network as a whole arrives at its output, and which function of the inputs it computes.`;

/** The system message of the prompt. */
export const xorBackgroundWording = `The network to be explained is a small MLP: {inputs} inputs that are 0 or 1, \
one hidden layer of {width} relu neurons, and one linear output. \
It was trained with mean squared error to give 1 for some of the inputs and 0 for the others.`;

/** `Neuron 0:` and its lines below it, for each hidden neuron. */
export function xorNeuronLines(neurons: readonly XorNeuron[], inputs: readonly (readonly number[])[]): string {
  return neurons.map(({ weights, bias, activations, maximisation }, neuron) =>
    [
      `Neuron ${neuron}:`,
      `Weights: ${weights.join(", ")}`,
      `Bias: ${bias}`,
      ...inputs.map((input, i) => `Activation for input ${input.join(" ")}: ${activations[i]}`),
      ...(maximisation
        ? [`Maximising input: ${maximisation.input.join(", ")}, value: ${maximisation.preActivation}`]
        : []),
    ].join("\n")
  ).join("\n\n");
}

/** The output's lines. */
export function xorOutputLines({ weights, bias, outputs }: XorOutput, inputs: readonly (readonly number[])[]): string {
  return [
    `Final weights: ${weights.join(", ")}`,
    `Final bias: ${bias}`,
    ...inputs.map((input, i) => `Output for input ${input.join(" ")}: ${outputs[i]}`),
  ].join("\n");
}
