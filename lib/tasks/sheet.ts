// Writes a reading sheet about a neuron, and compares what readers filled in: deno task sheet --run blog --neuron L0N02.

import { parseArgs } from "node:util";
import { openChat } from "../chat/mod.ts";
import { readPlainText } from "../files.ts";
import { ruleBasedFetch } from "../rules/mod.ts";
import {
  loadRunData,
  neuronName,
  openRunChat,
  openTrained,
  readExplanations,
  readStats,
  writeBytes,
  writeJson,
} from "../runs/mod.ts";
import {
  askSheet,
  drawSheet,
  emptyForm,
  makeSheet,
  readForm,
  scoredNeurons,
  type Sheet,
  sheetRows,
} from "../scores/mod.ts";
import { tableBundle } from "../show/mod.ts";

/** Which neuron, of which run, and which pictures. */
export interface SheetArguments {
  run: string;
  neuron: string;
  pictures: number;
  seed: number;
}

/**
 * Writes `sheets/<neuron>.png` with the pictures and `sheets/<neuron>.json`, the form with the explanation. Forms that were
 * filled in and saved beside it as `<neuron>-<reader>.json` are compared, with the rules and the model that the
 * environment names, in the table that it returns.
 */
export async function writeSheet(
  { run: name, neuron: asked, pictures, seed }: SheetArguments,
  { from }: { from?: string } = {},
): Promise<string> {
  const run = await openTrained(name, { from });
  const { network, context, widths } = run;
  const explained = (await readExplanations(run, widths)).flat();
  const one = explained.find((explanation) => neuronName(explanation) === asked);
  if (one === undefined || one.dead) {
    const live = explained.filter(({ dead }) => !dead).map(neuronName);
    throw new Error(
      `Cannot write a sheet: run "${name}" has the live neurons ${
        live.join(", ")
      }, got "${asked}". Choose one of them.`,
    );
  }
  const { test: images } = await loadRunData(run);
  const stats = await readStats(run);
  const [scored] = scoredNeurons(network, images, [stats[one.layer][one.neuron]]);
  const sheet = makeSheet(context, scored, { explanation: one.text, network, images, count: pictures, seed });
  await writeBytes(run, `sheets/${asked}.png`, drawSheet(sheet.items, images).png);
  await setFilledAside(`${run.folder}/sheets`, asked);
  await writeJson(run, `sheets/${asked}.json`, emptyForm(sheet, asked));
  const forms: FilledForm[] = [];
  for await (const { name: file } of Deno.readDir(`${run.folder}/sheets`)) {
    if (!file.startsWith(`${asked}-`) || !file.endsWith(".json")) continue;
    forms.push({ file, ...await readFilled(`${run.folder}/sheets/${file}`, sheet) });
  }
  const chat = openRunChat(run, { stage: "sheet" });
  const readers = {
    rules: openChat({ environment: {}, rules: ruleBasedFetch }),
    ...(chat.isLanguageModel ? { [chat.model]: chat } : {}),
  };
  const answers = { ...answersByReader(forms, Object.keys(readers)), ...await askSheet(readers, sheet) };
  const rows = sheetRows(sheet, answers);
  const title = `Simulation of ${asked} by ${sheet.items.length} pictures in outputs/${name}/sheets/`;
  const digits = { simulation: 2, "by class means": 2, "explained variance": 2 };
  return tableBundle(rows, { title, digits })["text/plain"];
}

/** A form that was filled in where it was written is renamed, so that it is not written over: it counts as one more. */
export async function setFilledAside(folder: string, asked: string): Promise<void> {
  const form = await Deno.readTextFile(`${folder}/${asked}.json`).catch(() => "");
  // What is no form any more was edited, too.
  if (form === "" || !/"picture\d+": *[^n\s]/.test(form)) return;
  for (let number = 1;; number++) {
    const aside = `${folder}/${asked}-filled-${number}.json`;
    const isFree = await Deno.lstat(aside).then(() => false, () => true);
    if (isFree) return await Deno.rename(`${folder}/${asked}.json`, aside);
  }
}

/** A form that somebody has filled in, and its file. */
interface FilledForm {
  file: string;
  reader: string;
  answers: (number | null)[];
}

/** The answers of each reader: who gives no name, or one that another has, is told apart by the form's file. */
export function answersByReader(
  forms: readonly FilledForm[],
  others: readonly string[],
): Record<string, (number | null)[]> {
  const sorted = forms.toSorted((a, b) => a.file < b.file ? -1 : 1);
  const isShared = (name: string) =>
    name === "" || others.includes(name) || forms.filter(({ reader }) => reader === name).length > 1;
  return Object.fromEntries(
    sorted.map(({ file, reader, answers }) => [isShared(reader) ? `${reader} ${file}`.trim() : reader, answers]),
  );
}

/** Throws for what is no sheet's argument. */
export function readArguments(args: readonly string[]): SheetArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      run: { type: "string", default: "blog" },
      neuron: { type: "string", default: "" },
      pictures: { type: "string", default: "30" },
      seed: { type: "string", default: "1" },
    },
  });
  const number = (name: "pictures" | "seed", least: number) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(
      `Cannot write a sheet: --${name} is a whole number, ${least} or more, got "${values[name]}". Choose one as 30.`,
    );
  };
  return { run: values.run, neuron: values.neuron, pictures: number("pictures", 3), seed: number("seed", 0) };
}

async function readFilled(path: string, sheet: Sheet): Promise<ReturnType<typeof readForm>> {
  try {
    return readForm(JSON.parse(await readPlainText(path)), sheet);
  } catch (cause) {
    const what = cause instanceof SyntaxError ? "it is no JSON" : (cause as Error).message;
    throw new Error(`Cannot use the form ${path}: ${what}. Correct it, or remove it.`, { cause });
  }
}

if (import.meta.main) {
  try {
    console.log(await writeSheet(readArguments(Deno.args)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    Deno.exit(1);
  }
}
