import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { adam } from "../lib/network/adam.ts";
import { tf } from "../lib/network/backend.ts";

Deno.test("adam() moves by the learning rate in its first step, against the gradient's sign", () => {
  // The corrected means are the gradient and its square, so the step is the rate times g / |g|.
  const parameters = [Float32Array.of(1, 1, 1), Float32Array.of(5)];
  adam(parameters, 0.125)([Float32Array.of(3, -0.001, 0), Float32Array.of(1000)]);
  assertAlmostEquals(parameters[0][0], 0.875, 1e-6);
  assertAlmostEquals(parameters[0][1], 1.125, 1e-5);
  assertEquals(parameters[0][2], 1);
  assertAlmostEquals(parameters[1][0], 4.875, 1e-6);
});

Deno.test("adam() takes the second and third steps as the paper's formulas say", () => {
  const parameters = [Float32Array.of(0)];
  const step = adam(parameters, 0.1);
  step([Float32Array.of(2)]);
  // m = 0.9 · 0.2 + 0.1 · (-1) = 0.08, corrected by 1 - 0.81; v = 0.999 · 0.004 + 0.001 · 1, corrected by 1 - 0.998001.
  step([Float32Array.of(-1)]);
  const second = -0.1 - 0.1 * (0.08 / 0.19) / Math.sqrt(0.004996 / 0.001999);
  assertAlmostEquals(parameters[0][0], second, 1e-6);
  // m = 0.9 · 0.08 + 0.1 · 4 = 0.472; v = 0.999 · 0.004996 + 0.001 · 16.
  step([Float32Array.of(4)]);
  const third = second - 0.1 * (0.472 / 0.271) / Math.sqrt(0.020991004 / 0.002997001);
  assertAlmostEquals(parameters[0][0], third, 1e-6);
});

Deno.test("adam() divides by ε as well: a tiny gradient moves less than the learning rate", () => {
  const parameters = [Float32Array.of(0)];
  adam(parameters, 1)([Float32Array.of(1e-8)]);
  assertAlmostEquals(parameters[0][0], -0.5, 1e-6);
});

Deno.test("adam() follows tfjs's own Adam over fifty steps of a changing gradient", () => {
  const start = [0.5, -1, 2, 0];
  const parameters = [Float32Array.from(start)];
  const step = adam(parameters, 0.01);
  const variable = tf.variable(tf.tensor1d(start));
  const optimiser = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
  for (let i = 0; i < 50; i++) {
    // The last parameter has no gradient for most of the time.
    const gradient = Float32Array.of(Math.sin(i), 1, 100 * Math.cos(3 * i), i < 5 ? 0.1 : 0);
    step([gradient]);
    tf.tidy(() => optimiser.applyGradients([{ name: variable.name, tensor: tf.tensor1d(gradient) }]));
  }
  const expected = variable.dataSync();
  // tfjs keeps 1 - 0.999^t in float32, which costs it four digits in the first steps.
  parameters[0].forEach((value, i) => assertAlmostEquals(value, expected[i], 2e-5));
  optimiser.dispose();
  variable.dispose();
});

Deno.test("adam() finds the lowest point of a parabola", () => {
  const parameters = [Float32Array.of(3)];
  const step = adam(parameters, 0.05);
  for (let i = 0; i < 2000; i++) step([Float32Array.of(2 * (parameters[0][0] - 1))]);
  assertAlmostEquals(parameters[0][0], 1, 1e-3);
});

Deno.test("adam() brings a parameter without gradient to rest exactly, not to denormal numbers", () => {
  const parameters = [Float32Array.of(0)];
  const step = adam(parameters, 0.01);
  step([Float32Array.of(1)]);
  for (let i = 0; i < 2000; i++) step([Float32Array.of(0)]);
  assert(parameters[0][0] < 0);
  // At zero the smallest step would show: a mean that stays at the smallest denormal number gives one.
  parameters[0][0] = 0;
  step([Float32Array.of(0)]);
  assertEquals(parameters[0][0], 0);
});
