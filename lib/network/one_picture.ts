// One picture through a network in plain JavaScript, for where there are no tensors, such as a web page.

import type { Network } from "./mlp.ts";

/** What every layer answers to one picture, as activationsOf() does: after relu, and the logits of the last layer. */
export function activationsOfPicture({ layers }: Network, pixels: ArrayLike<number>): Float32Array[] {
  if (pixels.length !== layers[0].inputs) {
    throw new Error(
      `Cannot run the network: it takes ${layers[0].inputs} numbers, got ${pixels.length}. ` +
        "Use pictures of the size that it was trained on.",
    );
  }
  const found: Float32Array[] = [];
  let values: ArrayLike<number> = pixels;
  layers.forEach(({ inputs, outputs, weights, bias }, k) => {
    const sums = Float64Array.from(bias);
    for (let i = 0; i < inputs; i++) {
      const value = values[i];
      if (value === 0) continue;
      for (let j = 0; j < outputs; j++) sums[j] += value * weights[i * outputs + j];
    }
    const last = k === layers.length - 1;
    found.push(Float32Array.from(sums, (sum) => last ? sum : Math.max(0, sum)));
    values = found[k];
  });
  return found;
}
