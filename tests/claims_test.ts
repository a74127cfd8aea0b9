// What the notebooks' prose and the README say in figures, held against the committed run that they are about.

import { assert, assertEquals } from "@std/assert";

const root = new URL("..", import.meta.url).pathname;
const read = (file: string) => JSON.parse(Deno.readTextFileSync(`${root}outputs/blog/${file}`));
const readme = Deno.readTextFileSync(`${root}README.md`);

interface Figures {
  figures: Record<string, { value: number }>;
}

/** The Markdown of a notebook. */
function proseOf(name: string): string {
  const { cells } = JSON.parse(Deno.readTextFileSync(`${root}notebooks/${name}.ipynb`));
  return cells.filter((cell: { cell_type: string }) => cell.cell_type === "markdown")
    .map(({ source }: { source: string[] }) => source.join("")).join("\n\n");
}

/** A share as prose writes it: .74. */
function share(value: number): string {
  return value.toFixed(2).replace(/^0/, "");
}

function assertSays(prose: string, ...phrases: string[]): void {
  for (const phrase of phrases) assert(prose.includes(phrase), `the prose says "${phrase}"`);
}

Deno.test("what notebooks 01 and 02 say of the training is what the training left", () => {
  const { history } = read("training.json");
  const { test } = history.at(-1);
  assertSays(proseOf("01_train"), `this run reaches ${(100 * test.accuracy).toFixed(1)} %`);
  const [, , first] = [0, 1, 1].map((epoch) => history[epoch].active[0]);
  assertEquals(first[1], 0);
  assertSays(proseOf("02_stats"), `active on ${history[0].active[0][1].toLocaleString("en")} pictures`);
  const { layers } = read("stats.json");
  assertSays(proseOf("02_stats"), `mean over the ones is ${layers[0][0].classes[1].mean.toFixed(1)}`);
});

Deno.test("what notebook 07 says of its readers is what they reached", () => {
  const { readers } = read("test.json");
  const prose = proseOf("07_test");
  const wrong = (name: string) => Math.round(100 * readers[name].fractions.N);
  assertSays(
    prose,
    `${wrong("true summaries")} of the network's 100 wrong answers`,
    `that of another network ${wrong("another network's")}`,
    `*names the digit* ${wrong("names the digit")}`,
  );
  const { score: ours } = readers["true summaries"].scores.final;
  const { score: other } = readers["another network's"].scores.final;
  assertSays(prose, `${other.toFixed(3).slice(1)} of ${ours.toFixed(3).slice(1)}`);
});

Deno.test("what notebook 10 says in the end is what the run and its files hold", () => {
  const { readers } = read("test.json");
  const { score, low, high } = readers["true summaries"].scores.final;
  const { rows } = read("length_curve.json");
  const other = rows.find(({ width, reader }: Record<string, unknown>) => width === 6 && reader === "all");
  const usual = rows.find(({ width, detail, reader }: Record<string, unknown>) =>
    width === 6 && detail === other.detail && reader === "same"
  );
  const single = read("neuron_scores.json").neurons.map(({ scores }: { scores: Record<string, Figures> }) =>
    scores.simulation.figures.simulation.value
  );
  assertSays(
    proseOf("10_polysemanticity"),
    `correlation of ${share(Math.min(...single))} to ${share(Math.max(...single))}`,
    `final score of ${share(score)} (${share(low)} to ${share(high)})`,
    `another network reach ${share(readers["another network's"].scores.final.score)}`,
    `${share(usual.final)} becomes ${share(other.final)}`,
    `reads ${Math.round(100 * read("training.json").history.at(-1).test.accuracy)} % of the test digits`,
  );
});

Deno.test("what notebook 09 and the README say of length and readers is what the curve holds", () => {
  const { rows } = read("length_curve.json");
  const row = (width: number, detail: number, reader: string) =>
    rows.find((one: Record<string, unknown>) => one.width === width && one.detail === detail && one.reader === reader);
  const prose = proseOf("09_how_much_explanation");
  const [least, usual, all] = [row(6, 3, "same"), row(6, 8, "same"), row(6, 8, "all")];
  assert(usual.final >= 0.7 && usual.simulation >= 0.95 && usual.tokens <= 750, "what eight marks are to reach");
  assert(all.final >= 0.45 && row(12, 12, "same").final >= 0.75 && row(12, 12, "same").tokens <= 1300);
  assertSays(prose, `from ${share(least.final)} to ${share(usual.final)}`);
  assertSays(prose, `bring ${share(usual.final)} down to ${share(all.final)}`);
  for (const { width, detail, tokens, final, simulation, low, high } of rows.filter(isInReadme)) {
    const count = Math.round(tokens).toLocaleString("en");
    const interval = `${share(low)} … ${share(high)}`;
    assertSays(readme, `| ${width} | ${detail} | ${count} | ${share(final)} (${interval}) | ${share(simulation)} |`);
  }
  for (const reader of ["thick", "gaussian", "shifted", "all"]) {
    assert(readme.includes(share(row(6, 8, reader).final)), `the README gives the score of the reader "${reader}"`);
  }
});

Deno.test("what the README says of the test is what the test found", () => {
  const { readers } = read("test.json");
  const { score, low, high } = readers["true summaries"].scores.final;
  assertSays(readme, `final score of **${share(score)}** (${share(low)} to ${share(high)})`);
  assertSays(readme, `another network's summaries reach ${share(readers["another network's"].scores.final.score)}`);
  assertSays(readme, `naming the digit that one sees ${share(readers["names the digit"].scores.final.score)}`);
});

/** The README's table: what is told as it was meant, of the width of 12 only what is longer than a postcard. */
function isInReadme({ width, detail, reader }: { width: number; detail: number; reader: string }): boolean {
  return reader === "same" && (width === 6 || detail >= 8);
}
