// The data lines of the prompts: what is known of neurons and layers, written as the blog post writes it.

/** Mean and population standard deviation of a neuron's activation over one class. */
export interface ClassLine {
  label: string;
  mean: number;
  std: number;
}

/** A weight into a neuron or an output: the index of the activation it comes from, and its signed value. */
export interface ConnectionLine {
  from: number;
  weight: number;
}

/** What the maximising picture leaves open: its scale, the value reached, and the penalty it was found under. */
export interface PictureScale {
  /** The input value that the brightest grey (255) stands for; 128 is 0, and 1 is the negative of it. */
  white: number;
  /** The neuron's value at this input, before the relu. */
  preActivation: number;
  /** λ of the objective: pre-activation − λ Σ x². */
  regularisation: number;
}

/** `Avg label 4: 19.8, std: 5.5`, a line for each class. */
export function statisticsLines(classes: readonly ClassLine[]): string {
  return classes.map(({ label, mean, std }) => `Avg label ${label}: ${mean}, std: ${std}`).join("\n");
}

/** `Activation 4, weight: -0.69`, a line for each connection, in the order given. */
export function connectionLines(connections: readonly ConnectionLine[]): string {
  return connections.map(({ from, weight }) => `Activation ${from}, weight: ${weight}`).join("\n");
}

/** `For output 0:` with its connections, and its bias where one is given, for each output. */
export function outputLines(
  outputs: readonly { label: string; connections: readonly ConnectionLine[]; bias?: number }[],
): string {
  return outputs.map(({ label, connections, bias }) =>
    [`For output ${label}:`, connectionLines(connections), ...(bias === undefined ? [] : [`Bias: ${bias}`])]
      .filter((line) => line !== "").join("\n")
  ).join("\n");
}

/** `Feature 2:` with its explanation, `Dead neuron` where it has none, for each neuron of a layer. */
export function featureLines(explanations: readonly (string | undefined)[]): string {
  return explanations.map((text, neuron) => `Feature ${neuron}:\n${text ?? deadNeuron}`).join("\n\n");
}

/** `Layer 0:` with its summary, for each layer. */
export function layerLines(summaries: readonly string[]): string {
  return summaries.map((summary, layer) => `Layer ${layer}:\n${summary}`).join("\n");
}

/**
 * The lines that make a maximising picture readable as numbers. Without them the evidence does not determine the
 * neuron; with them a first-layer neuron follows from the picture: w = 2 λ x, and its bias is the value minus w · x.
 */
export function calibrationLines({ white, preActivation, regularisation }: PictureScale): string {
  return [
    `Image scale: white ${white}, mid-grey 0, black ${-white} (digits have 1 for full ink and -1 for no ink)`,
    `Image activation before relu: ${preActivation}`,
    `Image penalty: ${regularisation} times the sum of squared inputs`,
  ].join("\n");
}

/** What stands in the place of a dead neuron's explanation. */
export const deadNeuron = "Dead neuron";
