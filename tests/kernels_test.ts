// network/kernels.ts: products by hand, memory that is freed, and the same on the plain backend.

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { tf } from "../lib/network/backend.ts";
import { dense, hold, inMemory, product, sumRows, transpose, valuesOf } from "../lib/network/kernels.ts";
import { crossEntropy, oneHot } from "../lib/network/loss.ts";
import { createNetwork } from "../lib/network/mlp.ts";
import { parametersOf } from "../lib/network/gradient.ts";
import { train } from "../lib/network/train.ts";

const backends = ["wasm", "cpu"];

async function on<T>(backend: string, work: () => T | Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend(backend);
  try {
    return await work();
  } finally {
    await tf.setBackend(before);
  }
}

Deno.test("the kernels multiply, transpose, add up and cut off at zero, by hand, on both backends", async () => {
  for (const backend of backends) {
    await on(backend, () => {
      const before = tf.backend().numDataIds();
      inMemory(() => {
        const rows = hold(Float32Array.of(1, 2, 3, 4, 5, 6), 2);
        assertEquals([...valuesOf(transpose(rows))], [1, 4, 2, 5, 3, 6]);
        assertEquals([...valuesOf(sumRows(rows))], [5, 7, 9]);
        assertEquals([...valuesOf(product(rows, transpose(rows)))], [14, 32, 32, 77]);
        const layer = { weights: hold(Float32Array.of(1, -1, 0, 0, 0, 0), 3), bias: hold(Float32Array.of(0.5, 2)) };
        assertEquals([...valuesOf(dense(rows, layer, "linear"))], [1.5, 1, 4.5, -2]);
        assertEquals([...valuesOf(dense(rows, layer, "relu"))], [1.5, 1, 4.5, 0]);
      });
      assertEquals(tf.backend().numDataIds(), before);
    });
  }
});

Deno.test("inMemory() frees what was held also after an error, and what is within another one first", () => {
  const before = tf.backend().numDataIds();
  inMemory(() => {
    const outer = hold(Float32Array.of(1, 2));
    assertThrows(
      () =>
        inMemory(() => {
          hold(Float32Array.of(3));
          throw new Error("enough");
        }),
      Error,
      "enough",
    );
    assertEquals(tf.backend().numDataIds(), before + 1);
    assertEquals([...valuesOf(outer)], [1, 2]);
  });
  assertEquals(tf.backend().numDataIds(), before);
});

Deno.test("hold() refuses to hold what nothing would free", () => {
  assertThrows(() => hold(Float32Array.of(1)), Error, "call it within inMemory()");
});

Deno.test("train() learns the same on the plain backend as on wasm, to the sixth digit", async () => {
  const inputs = Float32Array.from({ length: 40 }, (_, i) => Math.sin(3 * i));
  const examples = { inputs, targets: oneHot(Array.from({ length: 20 }, (_, i) => i % 3), 3) };
  const trained = (backend: string) =>
    on(backend, async () => {
      const about = { epochs: 3, batchSize: 6, learningRate: 0.01, seed: 1, loss: crossEntropy };
      const start = createNetwork({ inputs: 2, hidden: [5, 4], outputs: 3 }, 1);
      return parametersOf((await train(start, { train: examples, test: examples }, about)).network);
    });
  const [wasm, plain] = [await trained("wasm"), await trained("cpu")];
  wasm.forEach((values, k) => values.forEach((value, i) => assertAlmostEquals(value, plain[k][i], 1e-5)));
});
