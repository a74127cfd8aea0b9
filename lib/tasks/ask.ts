// The command line that has a run's requests asked elsewhere: writes them as files of rows, and takes the results.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { type RequestRow, type TakenReplies, takeReplies, writeRequestRows } from "../chat/mod.ts";
import { readPlainText, writeWhole } from "../files.ts";
import { chatOptionsOf, openRunChat, openTrained, type TrainedRun } from "../runs/mod.ts";
import { type AskArguments, HELP, readArguments } from "./ask_arguments.ts";
import { askStage } from "./ask_stages.ts";

/** Runs the command line and gives its exit code: 0, 1 when something failed, 2 when the arguments are wrong. */
async function main(args: string[]): Promise<number> {
  let given: AskArguments | undefined;
  try {
    given = readArguments(args);
  } catch (error) {
    console.error(`${(error as Error).message}\nSee --help for what there is.`);
    return 2;
  }
  if (given === undefined) {
    console.log(HELP);
    return 0;
  }
  try {
    const run = await openTrained(given.run);
    return given.direction === "export" ? await exportRequests(run, given) : await importReplies(run, given);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function exportRequests(run: TrainedRun, { stage, knobs, file }: AskArguments): Promise<number> {
  const rows: RequestRow[] = [];
  let doing = "";
  let next = "";
  const chat = openRunChat(run, { hold: (row) => rows.push(row) });
  if (!chat.isLanguageModel) {
    throw new Error(
      `Cannot export requests: ${chat.server} needs no engine. Set OPENAI_MODEL to the model that will answer, and ` +
        "OPENAI_BASE_URL or OPENAI_API_KEY.",
    );
  }
  try {
    await askStage(stage, chat, { run, knobs, onDoing: (now) => doing = now });
  } catch (error) {
    // What is held back is missing, and with it whatever is built on it.
    if (rows.length === 0) throw error;
    next = "What builds on these is still to come: bring in their replies with --import, and export again.";
  }
  if (rows.length === 0) {
    console.log(`Every reply is there: the notebooks of run "${run.name}" need no engine for the ${stage}.`);
    return 0;
  }
  const text = writeRequestRows(rows);
  await writeWhole(file, text);
  // The results do not hold the requests, which the replies are kept with.
  const name = `export-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.jsonl`;
  await writeWhole(join(run.folder, "batches", name), text);
  console.log(`${rows.length} requests to ${chat.model} (${doing}) are in ${file}.${next && `\n${next}`}`);
  return 0;
}

async function importReplies(run: TrainedRun, { file }: AskArguments): Promise<number> {
  const results = await readText(file);
  const folder = join(run.folder, "batches");
  const names = (await Array.fromAsync(Deno.readDir(folder)).catch(() => [])).map(({ name }) => name);
  const requests = await Promise.all(
    names.filter((name) => name.endsWith(".jsonl")).map((name) => readPlainText(join(folder, name))),
  );
  if (requests.length === 0) {
    throw new Error(`Cannot import: run "${run.name}" has exported nothing. Use --export first.`);
  }
  const taken = await takeReplies({ ...chatOptionsOf(run), stage: "imported" }, {
    requests: requests.join(""),
    results,
  });
  console.log(describe(taken));
  return taken.failures.length + taken.unreadable.length + taken.unknown.length + taken.foreign.length > 0 ? 1 : 0;
}

function describe({ kept, failures, unreadable, unknown, foreign, repeated }: TakenReplies): string {
  const lines = [`${kept} replies are kept.`];
  const kinds = Map.groupBy(failures, ({ failure }) => failure.kind);
  for (const [kind, own] of kinds) {
    lines.push(`${own.length} failed (${kind}), the first one: ${own[0].failure.message}`);
  }
  if (unreadable.length > 0) {
    const [{ line, text }] = unreadable;
    lines.push(`${unreadable.length} line(s) are no results, the first one line ${line}: ${JSON.stringify(text)}`);
  }
  if (unknown.length > 0) lines.push(`${unknown.length} result(s) belong to no request of this run.`);
  if (repeated.length > 0) {
    lines.push(`${repeated.length} result(s) come twice: the first reply of each request is kept.`);
  }
  if (foreign.length > 0) {
    lines.push(
      `${foreign.length} result(s) belong to another server or model: set OPENAI_BASE_URL and OPENAI_MODEL as they ` +
        "were for the export, and import again.",
    );
  }
  return lines.join("\n");
}

async function readText(file: string): Promise<string> {
  try {
    // A pipe is welcome here: whoever names it writes to it.
    return await Deno.readTextFile(file);
  } catch (cause) {
    throw new Error(`Cannot import: the file cannot be read, got "${(cause as Error).message}" for ${file}.`, {
      cause,
    });
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
