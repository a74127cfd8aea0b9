import { assertEquals } from "@std/assert";
import { publishedLevels, publishedRows } from "../lib/scores/prediction/published.ts";

Deno.test("publishedRows() sets the printed scores and errors beside ours", () => {
  const rows = publishedRows();
  assertEquals(rows.length, 9);
  const { run, score, printed, ours, ...errors } = rows[6];
  assertEquals([run, score, printed, ours.toFixed(4)], ["width 12", "correct", 0.7059, "0.7059"]);
  assertEquals([errors["printed error"], errors["right error"].toFixed(4)], [0.005, "0.1437"]);
});

Deno.test("publishedLevels() are the final scores of the two widths, without the variant", () => {
  assertEquals(publishedLevels().map(({ name, y }) => [name, y]), [["width 6", 0.4671], ["width 12", 0.3764]]);
});
