// The backend's kernels, called without tfjs's engine, whose bookkeeping takes longer than a small network's products.

import { tf } from "./backend.ts";

/** A matrix, [1, rows, columns], or a vector in the backend's memory: see inMemory(). */
export type Held = tf.TensorInfo;

/** A layer's weights, [1, inputs, outputs], and its bias. The wasm backend packs such weights once, at their first use. */
export interface HeldLayer {
  weights: Held;
  bias: Held;
}

/** Frees whatever is put into the backend's memory within the work, also where that throws. */
export function inMemory<T>(work: () => T): T {
  const outside = inside;
  inside = [];
  try {
    return work();
  } finally {
    for (const { dataId } of inside) tf.backend().disposeData(dataId);
    inside = outside;
  }
}

/** Puts numbers into the backend's memory: a matrix, row after row, or a vector where no number of rows is given. */
export function hold(values: Float32Array, rows?: number): Held {
  const shape = rows === undefined ? [values.length] : [1, rows, values.length / rows];
  return keep({ dataId: tf.backend().write(values, shape, "float32"), shape, dtype: "float32" });
}

/**
 * The numbers of what is held, row after row: a view of the backend's memory. Whatever is held later can make that memory
 * grow, which empties all views of it: take views after the last kernel, and copy what is to stay.
 */
export function valuesOf(held: Held): Float32Array {
  const backend = tf.backend() as Partial<WasmMemory> & ReturnType<typeof tf.backend>;
  // Only the wasm backend's readSync() copies.
  return backend.typedArrayFromHeap?.(held) ?? backend.readSync(held.dataId) as Float32Array;
}

/** rows · weights + bias, through relu or not. */
export function dense(rows: Held, { weights, bias }: HeldLayer, activation: "relu" | "linear"): Held {
  return run("_FusedMatMul", { a: rows, b: weights, bias }, { transposeA: false, transposeB: false, activation });
}

/** a · b. On wasm a product with a transposed operand takes 10 to 50 times as long: transpose() first. */
export function product(a: Held, b: Held): Held {
  return run("BatchMatMul", { a, b }, { transposeA: false, transposeB: false });
}

/** Rows as columns. */
export function transpose(x: Held): Held {
  return run("Transpose", { x }, { perm: [0, 2, 1] });
}

/** The sum of all rows. */
export function sumRows(x: Held): Held {
  return run("Sum", { x }, { axis: 1, keepDims: false });
}

interface WasmMemory {
  typedArrayFromHeap(held: Held): Float32Array;
}

/** What the innermost inMemory() will free. */
let inside: Held[] | undefined;

function keep(held: Held): Held {
  if (inside === undefined) throw new Error("Cannot hold numbers in the backend's memory: call it within inMemory().");
  inside.push(held);
  return held;
}

function run(name: string, inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap): Held {
  const { kernelFunc } = tf.getKernel(name, tf.getBackend());
  return keep(kernelFunc({ inputs, backend: tf.backend(), attrs }) as Held);
}
