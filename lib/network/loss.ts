// Losses: how far a network's outputs are from their targets, and the gradient of that.

/** A loss over a batch, and its derivative by each output. */
export interface LossGradient {
  /** The mean over the batch. */
  loss: number;
  /** ∂loss/∂output, example after example. */
  gradient: Float32Array;
}

/** A loss of outputs against targets, both example after example, `width` numbers each. */
export type Loss = (outputs: Float32Array, targets: Float32Array, width: number) => LossGradient;

/** Softmax cross-entropy: −Σ target · ln softmax(logits), the mean over the examples, whose targets sum to 1 each. */
export const crossEntropy: Loss = (logits, targets, width) => {
  const count = logits.length / width;
  const gradient = new Float32Array(logits.length);
  let loss = 0;
  // Plain loops: array methods on each row's view take five times as long, and this runs for every batch.
  for (let start = 0; start < logits.length; start += width) {
    let largest = -Infinity;
    for (let j = start; j < start + width; j++) if (logits[j] > largest) largest = logits[j];
    let sum = 0;
    for (let j = start; j < start + width; j++) sum += Math.exp(logits[j] - largest);
    const logSum = largest + Math.log(sum);
    for (let j = start; j < start + width; j++) {
      if (targets[j] !== 0) loss -= targets[j] * (logits[j] - logSum);
      gradient[j] = (Math.exp(logits[j] - logSum) - targets[j]) / count;
    }
  }
  return { loss: loss / count, gradient };
};

/** The mean of the squared differences, over examples and outputs. */
export const meanSquaredError: Loss = (outputs, targets) => {
  const differences = outputs.map((output, i) => output - targets[i]);
  const loss = differences.reduce((sum, difference) => sum + difference ** 2, 0) / outputs.length;
  return { loss, gradient: differences.map((difference) => 2 * difference / outputs.length) };
};

/** Logits as probabilities that sum to 1: e^x over the sum of all e^x, shifted so that nothing overflows. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const largest = Math.max(...Array.from(logits));
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Class labels as targets: for each a row of zeros with a 1 at the label's place. */
export function oneHot(labels: Uint8Array | readonly number[], width: number): Float32Array {
  const targets = new Float32Array(labels.length * width);
  labels.forEach((label, i) => targets[i * width + label] = 1);
  return targets;
}
