import { assert, assertEquals, assertThrows } from "@std/assert";
import { activationColumn, pickExemplars, topIndices } from "../lib/evidence/exemplars.ts";
import { seededRandom } from "../lib/random.ts";

const labels = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7);
const activations = Float32Array.of(0, 3, 0, 5, 1, 5, 0, 0);

Deno.test("activationColumn() takes one neuron's entries out of a layer's", () => {
  const layer = Float32Array.of(0, 1, 2, 10, 11, 12);
  assertEquals(activationColumn(layer, { width: 3, neuron: 1 }), Float32Array.of(1, 11));
  const wrong = () => activationColumn(layer, { width: 3, neuron: 3 });
  assertThrows(wrong, RangeError, "neurons run from 0 to 2, got 3. Choose one of them.");
});

Deno.test("pickExemplars() gives the most exciting images in order, and silent ones alone", () => {
  const { top, silent, notes } = pickExemplars(activations, labels, { top: 3, silent: 3, seed: 1 });
  assertEquals(top, [
    { index: 3, label: 3, activation: 5 },
    { index: 5, label: 5, activation: 5 },
    { index: 1, label: 1, activation: 3 },
  ]);
  assertEquals(new Set(silent.map(({ index }) => index)).size, 3);
  assert(
    silent.every(({ index, label, activation }) => [0, 2, 6, 7].includes(index) && label === index && !activation),
  );
  assertEquals(notes, []);
});

Deno.test("pickExemplars() draws the silent ones by the seed, each of them in its time", () => {
  const drawn = (seed: number) => pickExemplars(activations, labels, { silent: 2, seed }).silent;
  assertEquals(drawn(4), drawn(4));
  const seen = Array.from({ length: 30 }, (_, seed) => drawn(seed).map(({ index }) => index)).flat();
  assertEquals(new Set(seen), new Set([0, 2, 6, 7]));
});

Deno.test("pickExemplars() of a neuron that hardly any image excites shows those, and says so", () => {
  const { top, notes } = pickExemplars(activations, labels, { top: 6, silent: 4, seed: 1 });
  assertEquals(top.map(({ index }) => index), [3, 5, 1, 4]);
  assertEquals(notes, ["Only 4 images excite the neuron, of 6 asked for."]);
});

Deno.test("pickExemplars() of a neuron that is never silent shows the lowest tenth in their place, and says so", () => {
  const busy = Float32Array.from({ length: 40 }, (_, i) => 1 + i);
  const { silent, notes } = pickExemplars(busy, new Uint8Array(40), { top: 2, silent: 3, seed: 1 });
  assertEquals(silent.length, 3);
  assert(silent.every(({ activation }) => activation <= 4));
  assertEquals(notes, ["Only 0 images leave the neuron silent: the tenth with the lowest activations stands in."]);
});

Deno.test("pickExemplars() never shows an image on both sides, however few there are", () => {
  const { top, silent } = pickExemplars(Float32Array.of(1, 2, 3), Uint8Array.of(0, 0, 0), {
    top: 2,
    silent: 5,
    seed: 1,
  });
  assertEquals([top.map(({ index }) => index), silent.map(({ index }) => index)], [[2, 1], [0]]);
});

Deno.test("pickExemplars() refuses activations of other images, and counts that make no sense", () => {
  const short = () => pickExemplars(activations, labels.subarray(1), { seed: 1 });
  assertThrows(short, RangeError, "Cannot pick exemplars: 7 images need as many activations, got 8.");
  for (const count of [-1, 0.5]) {
    assertThrows(() => pickExemplars(activations, labels, { top: count, seed: 1 }), RangeError, `got ${count}.`);
    assertThrows(() => pickExemplars(activations, labels, { silent: count, seed: 1 }), RangeError, `got ${count}.`);
  }
});

Deno.test("topIndices() agrees with a stable sort", () => {
  const random = seededRandom(3);
  for (let round = 0; round < 50; round++) {
    const values = Array.from({ length: 40 }, () => Math.floor(random() * 12));
    const sorted = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
    for (const count of [0, 1, 7, 40, 60]) assertEquals(topIndices(values, count), sorted.slice(0, count));
  }
});
