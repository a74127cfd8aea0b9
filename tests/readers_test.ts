// Readers who ask nobody: who names the digit, who says the label, and who calculates with the weights.

import { assert, assertEquals, assertGreater, assertRejects, assertStringIncludes } from "@std/assert";
import { loadMnist } from "../lib/data/mnist.ts";
import { answersOf } from "../lib/network/answers.ts";
import { createNetwork, logitsOf } from "../lib/network/mlp.ts";
import { normalNumbers, seededRandom } from "../lib/random.ts";
import { assess } from "../lib/scores/prediction/assessment.ts";
import { nameDigits, sayLabels, tellWeights } from "../lib/scores/prediction/readers.ts";

/** Training pictures of 3 × 1 pixels, and asked ones that are near one of them. */
const train = {
  pixels: Float32Array.of(1, -1, -1, -1, 1, -1, -1, -1, 1),
  labels: Uint8Array.of(4, 7, 9),
  count: 3,
  height: 1,
  width: 3,
};
const pictures = {
  ...train,
  pixels: Float32Array.of(-1, -0.5, 0.9, 0.8, -1, -0.9),
  labels: Uint8Array.of(9, 4),
  count: 2,
};
const images = [{ index: 0, truth: 9, answer: 1 }, { index: 1, truth: 4, answer: 4 }];

Deno.test("nameDigits() answers with the label of the most alike training picture", async () => {
  assertEquals(await nameDigits(images, pictures, train), [{ ...images[0], predicted: 9 }, {
    ...images[1],
    predicted: 4,
  }]);
});

Deno.test("nameDigits() finds the same as a plain loop over distances, and reads real digits well", async () => {
  const { train, test } = await loadMnist();
  const few = { ...train, pixels: train.pixels.subarray(0, 784 * 12_000), labels: train.labels.subarray(0, 12_000) };
  const some = Array.from({ length: 60 }, (_, index) => ({ index, truth: test.labels[index], answer: 0 }));
  const told: number[] = [];
  const named = await nameDigits(some, test, { ...few, count: 12_000 }, { onProgress: (done) => told.push(done) });
  assertEquals(told, [2000, 4000, 6000, 8000, 10_000, 12_000]);
  assertGreater(named.filter(({ predicted, truth }) => predicted === truth).length, 56);
  // Without ties the first few examples give the same in a batch of their own, blurred by hand.
  const blurred = (pixels: Float32Array) =>
    Array.from({ length: 784 }, (_, i) => {
      const near = [-29, -28, -27, -1, 0, 1, 27, 28, 29].map((step) => i + step)
        .filter((k) => k >= 0 && k < 784 && Math.abs(k % 28 - i % 28) <= 1);
      return near.reduce((sum, k) => sum + pixels[k], 0) / near.length;
    });
  const examples = Array.from({ length: 300 }, (_, k) => blurred(few.pixels.subarray(784 * k, 784 * (k + 1))));
  const slow = some.slice(0, 20).map(({ index }) => {
    const asked = blurred(test.pixels.subarray(784 * index, 784 * (index + 1)));
    const distances = examples.map((one) => one.reduce((sum, value, i) => sum + (value - asked[i]) ** 2, 0));
    return few.labels[distances.indexOf(Math.min(...distances))];
  });
  const fast = await nameDigits(some.slice(0, 20), test, { ...few, count: 300 });
  assertEquals(fast.map(({ predicted }) => predicted), slow);
});

Deno.test("nameDigits() stops when it is asked to", async () => {
  const signal = AbortSignal.abort(new DOMException("Stopped by hand.", "AbortError"));
  await assertRejects(() => nameDigits(images, pictures, train, { signal }), DOMException, "Stopped by hand.");
});

Deno.test("sayLabels() hits every label, so that its correct score is 0/0 and no number", () => {
  const { fractions, scores } = assess(sayLabels(images), { seed: 1 });
  assertEquals([fractions.C, fractions.L, scores.correct.score, scores.final.score], [1, 1, null, null]);
  assertEquals(scores.incorrect.score, 0);
});

Deno.test("tellWeights() answers as the network does where the steps are fine, and tells what it calculates with", () => {
  const network = createNetwork({ inputs: 9, hidden: [4], outputs: 10 }, 3);
  const some = {
    pixels: normalNumbers(9 * 200, seededRandom(1)).map((value) => 5 * value),
    labels: new Uint8Array(200),
    count: 200,
    height: 3,
    width: 3,
  };
  const answers = answersOf(logitsOf(network, some.pixels), 10);
  const asked = Array.from(answers, (answer, index) => ({ index, truth: 0, answer }));
  const shareOf = (levels: number) => {
    const { predictions } = tellWeights(network, asked, some, { levels });
    return predictions.filter(({ predicted, answer }) => predicted === answer).length / 200;
  };
  assertGreater(shareOf(999), 0.95);
  assert(shareOf(1) < shareOf(999));
  const { text } = tellWeights(network, asked.slice(0, 1), some, { levels: 9 });
  const lines = text.split("\n");
  assertEquals(lines.length, 14);
  assertStringIncludes(lines[0], "Layer 0, neuron 0: bias ");
  const numbers = lines[0].split(": ").at(-1)!.split(" ").map(Number);
  assertEquals([numbers.length, Math.max(...numbers.map(Math.abs))], [9, 9]);
  const step = Number(/weights x ([\d.]+)/.exec(lines[0])![1]);
  numbers.forEach((number, i) =>
    assert(Math.abs(number * step - network.layers[0].weights[i * 4]) < 0.51 * step + 1e-3)
  );
});
