import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { tf } from "../lib/network/backend.ts";
import { crossEntropy, type Loss, meanSquaredError, oneHot, softmax } from "../lib/network/loss.ts";

const logits = Float32Array.of(1, 2, 3, -1, 0.5, 0, 4, 4, -2);
const targets = oneHot(new Uint8Array([2, 0, 1]), 3);

/** Compares a loss's gradient with the slopes of the loss itself, by central differences. */
function checkGradient(lossOf: Loss, outputs: Float32Array, targets: Float32Array, width: number) {
  const { gradient } = lossOf(outputs, targets, width);
  assertEquals(gradient.length, outputs.length);
  outputs.forEach((output, i) => {
    const [above, below] = [1, -1].map((side) => outputs.with(i, output + side / 64));
    const slope = (lossOf(above, targets, width).loss - lossOf(below, targets, width).loss) / (above[i] - below[i]);
    assertAlmostEquals(gradient[i], slope, 2e-5);
  });
}

Deno.test("softmax() gives the shares of the powers of e", () => {
  // e^0 and e^(ln 3) are 1 and 3.
  const [first, second] = softmax([0, Math.log(3)]);
  assertAlmostEquals(first, 0.25, 1e-15);
  assertAlmostEquals(second, 0.75, 1e-15);
  assertEquals([...softmax([5, 5, 5, 5])], [0.25, 0.25, 0.25, 0.25]);
  assertEquals([...softmax([7])], [1]);
});

Deno.test("softmax() agrees with tfjs's own", () => {
  const expected = tf.tidy(() => tf.softmax(tf.tensor1d(logits)).dataSync());
  softmax(logits).forEach((probability, i) => assertAlmostEquals(probability, expected[i], 1e-6));
});

Deno.test("softmax() does not overflow on extreme logits", () => {
  assertEquals([...softmax([1e30, -1e30, 0])], [1, 0, 0]);
  assertEquals([...softmax([-2000, -2000])], [0.5, 0.5]);
});

Deno.test("crossEntropy() is the mean of -ln of the target's probability", () => {
  // Probabilities 1/4, 3/4 with target 1, and 1/2, 1/2 with target 0.
  const { loss, gradient } = crossEntropy(Float32Array.of(0, Math.log(3), 2, 2), Float32Array.of(0, 1, 1, 0), 2);
  assertAlmostEquals(loss, (Math.log(4 / 3) + Math.log(2)) / 2);
  // (probability - target) / 2 examples.
  [0.125, -0.125, -0.25, 0.25].forEach((expected, i) => assertAlmostEquals(gradient[i], expected));
});

Deno.test("crossEntropy() agrees with tf.losses.softmaxCrossEntropy and its gradient", () => {
  const { loss, gradient } = crossEntropy(logits, targets, 3);
  const [value, slopes] = tf.tidy(() => {
    const lossOf = (x: tf.Tensor) => tf.losses.softmaxCrossEntropy(tf.tensor2d(targets, [3, 3]), x).asScalar();
    const { value, grad } = tf.valueAndGrad(lossOf)(tf.tensor2d(logits, [3, 3]));
    return [value.dataSync()[0], grad.dataSync()];
  });
  assertAlmostEquals(loss, value, 1e-6);
  gradient.forEach((slope, i) => assertAlmostEquals(slope, slopes[i], 1e-6));
});

Deno.test("crossEntropy() has the gradient of its loss", () => {
  checkGradient(crossEntropy, logits, targets, 3);
  // Targets may be shares as well.
  checkGradient(crossEntropy, Float32Array.of(1, -1, 0.5, 2), Float32Array.of(0.25, 0.75, 0.5, 0.5), 2);
});

Deno.test("crossEntropy() stays finite on extreme logits, right or wrong", () => {
  const extreme = Float32Array.of(1e30, -1e30);
  assertEquals(crossEntropy(extreme, Float32Array.of(1, 0), 2), { loss: 0, gradient: Float32Array.of(0, 0) });
  const { loss, gradient } = crossEntropy(extreme, Float32Array.of(0, 1), 2);
  assertAlmostEquals(loss, 2e30);
  assertEquals(gradient, Float32Array.of(1, -1));
});

Deno.test("crossEntropy() of logits that are no numbers is no number", () => {
  assert(Number.isNaN(crossEntropy(Float32Array.of(NaN, 0), Float32Array.of(0, 1), 2).loss));
});

Deno.test("meanSquaredError() is the mean of the squared differences over examples and outputs", () => {
  const { loss, gradient } = meanSquaredError(Float32Array.of(1, 2, 0, -1), Float32Array.of(0, 2, 2, -2), 2);
  assertEquals(loss, (1 + 0 + 4 + 1) / 4);
  assertEquals(gradient, Float32Array.of(0.5, 0, -1, 0.5));
});

Deno.test("meanSquaredError() agrees with tf.losses.meanSquaredError and has the gradient of its loss", () => {
  const { loss } = meanSquaredError(logits, targets, 3);
  const expected = tf.tidy(() => tf.losses.meanSquaredError(tf.tensor1d(targets), tf.tensor1d(logits)).dataSync()[0]);
  assertAlmostEquals(loss, expected, 1e-6);
  checkGradient(meanSquaredError, logits, targets, 3);
});

Deno.test("oneHot() puts a 1 at each label's place", () => {
  assertEquals(oneHot(new Uint8Array([2, 0]), 3), Float32Array.of(0, 0, 1, 1, 0, 0));
  assertEquals(oneHot(new Uint8Array(), 3), new Float32Array());
});
