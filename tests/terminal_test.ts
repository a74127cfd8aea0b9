/** Tests of lib/walkthrough/terminal.ts. */

import { assertEquals } from "@std/assert";
import { showProgress } from "../lib/walkthrough/terminal.ts";

/** What a notebook of two cells, of one and two seconds, shows. */
function show(options: { isTerminal: boolean; columns?: number }): string {
  let shown = "";
  let time = 0;
  const progress = showProgress({ ...options, write: (text) => shown += text, now: () => time });
  progress.startCell("01_train", 1, 2);
  time += 1000;
  progress.endCell();
  progress.startCell("01_train", 2, 2);
  time += 2000;
  progress.endCell();
  progress.endNotebook("01_train", 2);
  return shown;
}

Deno.test("showProgress() writes plain lines with seconds where there is no terminal", () => {
  assertEquals(
    show({ isTerminal: false }),
    "01_train  cell 1 of 2  1.0 s\n01_train  cell 2 of 2  2.0 s\n01_train  2 cells  3.0 s\n",
  );
});

Deno.test("showProgress() rewrites one line on a terminal and leaves one line a notebook", () => {
  assertEquals(
    show({ isTerminal: true }).split("\r\x1b[K"),
    ["", "01_train  cell 1 of 2  0.0 s", "01_train  cell 2 of 2  0.0 s", "01_train  2 cells  3.0 s\n"],
  );
});

Deno.test("showProgress() keeps the line shorter than the terminal, so that it can be rewritten", () => {
  assertEquals(show({ isTerminal: true, columns: 12 }).split("\r\x1b[K")[1], "01_train  c");
});

Deno.test("showProgress() shows the cell's last progress bar behind its time, each second, and no plot or table", async () => {
  let shown = "";
  const progress = showProgress({ isTerminal: true, write: (text) => shown += text, now: () => 0 });
  progress.startCell("07_test", 1, 2);
  progress.showDisplay("Asking  ███  3/8");
  progress.showDisplay("a table\nof two lines");
  progress.showDisplay("\x1b[2Jcleared");
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assertEquals(shown.split("\r\x1b[K").at(-1), "07_test  cell 1 of 2  0.0 s  Asking  ███  3/8");
  progress.startCell("07_test", 2, 2);
  progress.stop();
  assertEquals(shown.split("\r\x1b[K").at(-2), "07_test  cell 2 of 2  0.0 s");
});
