// TensorFlow.js, started on its WebAssembly backend, or on plain JavaScript where that does not start.

import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";

if (!await tf.setBackend("wasm").catch(() => false)) {
  // The plain backend would greet with a banner that advises another package; it does not belong into a notebook.
  tf.env().set("IS_NODE", false);
  await tf.setBackend("cpu");
}
await tf.ready();

/**
 * Disposes of all tensors made within, as tf.tidy() does, but for results that are plain arrays: tf.tidy() searches its
 * result for tensors, element by element, which takes 20 ms for 100,000 weights.
 */
export function inScope<T>(work: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = work();
  });
  return result;
}

export { tf };
