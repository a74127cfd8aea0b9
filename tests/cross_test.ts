import { assertEquals } from "@std/assert";
import { openChat } from "../lib/chat/mod.ts";
import { defaultSettings } from "../lib/prompts/mod.ts";
import { crossRows } from "../lib/scores/mod.ts";
import { complete } from "./chat_server.ts";

/** Answers with the number that the summaries give, plus a number of the reader's own. */
const reader = (more: number): typeof fetch => async (input, init) => {
  const body = JSON.stringify(await new Request(input, init).json());
  const reply = /<reply>\\n.*?(\d)/.exec(body);
  return complete(reply ? reply[1] : String(Number(/say (\d)/.exec(body)![1]) + more));
};

Deno.test("crossRows() has a row for each explainer and each reader, on the same pictures", async () => {
  const pictures = { pixels: new Float32Array(8), labels: Uint8Array.of(1, 2), count: 2, height: 2, width: 2 };
  const context = { ...defaultSettings, background: "", classNames: [..."0123456789"], width: 2, height: 2 };
  const images = [{ index: 0, truth: 1, answer: 1 }, { index: 1, truth: 2, answer: 3 }];
  const seen: string[] = [];
  const rows = await crossRows(context, images, {
    explainers: { rules: { layers: ["say 1"], network: "" }, model: { layers: ["say 3"], network: "" } },
    readers: {
      plain: openChat({ environment: {}, rules: reader(0) }),
      odd: openChat({ environment: {}, rules: reader(2) }),
    },
    pictures,
    seed: 1,
    onProgress: ({ done, total }) => seen.push(`${done}/${total}`),
  });
  const short = rows.map((row) => [row["explained by"], row["read by"], row.correct, row.incorrect, row.predicted]);
  // Saying 1 hits the right picture, and neither label nor answer of the wrong one; saying 3 the other way round; 5 nothing.
  assertEquals(short, [
    ["rules", "plain", 1, -1 / 7, "2 of 2"],
    ["model", "plain", 0, 1, "2 of 2"],
    ["rules", "odd", 0, 1, "2 of 2"],
    ["model", "odd", 0, -1 / 7, "2 of 2"],
  ]);
  assertEquals(seen.at(-1), "16/16");
});
