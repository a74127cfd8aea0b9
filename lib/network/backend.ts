// TensorFlow.js, started on its WebAssembly backend, or on plain JavaScript where that does not start.

import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";

if (!await tf.setBackend("wasm").catch(() => false)) {
  // The plain backend would greet with a banner that advises another package; it does not belong into a notebook.
  tf.env().set("IS_NODE", false);
  await tf.setBackend("cpu");
}
await tf.ready();

export { tf };
