import { assertAlmostEquals, assertEquals } from "@std/assert";
import { diversityOf } from "../lib/evidence/diversity.ts";
import { seededRandom } from "../lib/random.ts";

Deno.test("diversityOf() is the vectors' lengths, each less its mean cosine with the others, by hand", () => {
  // Lengths 5, 2, 0; cosines 3/5 between the first two, 0 with the third; each vector has two others.
  const { diversity, cosines } = diversityOf([[3, 4], [2, 0], [0, 0]]);
  assertAlmostEquals(diversity, 5 * (1 - 0.3) + 2 * (1 - 0.3), 1e-12);
  assertAlmostEquals(cosines[0][1], 0.6, 1e-12);
  assertEquals(cosines.map((row, i) => row[i]), [1, 1, 1]);
  assertEquals([cosines[0][2], cosines[2][1]], [0, 0]);
});

Deno.test("diversityOf() is the sum of the lengths for right angles, and nothing for one direction or one vector", () => {
  assertEquals(diversityOf([[3, 0], [0, 4]]).diversity, 7);
  assertAlmostEquals(diversityOf([[1, 2], [2, 4], [3, 6]]).diversity, 0, 1e-12);
  assertEquals(diversityOf([[1, 2]]), { diversity: 0, slopes: [new Float64Array(2)], cosines: [[1]] });
  assertEquals(diversityOf([[], []]).diversity, 0);
});

Deno.test("diversityOf() gives the gradient that finite differences give", () => {
  const random = seededRandom(1);
  const vectors = Array.from({ length: 4 }, () => Float64Array.from({ length: 5 }, random));
  const { slopes } = diversityOf(vectors);
  vectors.forEach((vector, i) => {
    vector.forEach((value, k) => {
      const at = (moved: number) => diversityOf(vectors.map((own, j) => j === i ? own.with(k, moved) : own)).diversity;
      assertAlmostEquals(slopes[i][k], (at(value + 1e-5) - at(value - 1e-5)) / 2e-5, 1e-8);
    });
  });
});

Deno.test("diversityOf() gives a vector of zeros no gradient, and the others theirs", () => {
  assertEquals(diversityOf([[0, 0], [3, 4]]).slopes, [Float64Array.of(0, 0), Float64Array.of(0.6, 0.8)]);
});
