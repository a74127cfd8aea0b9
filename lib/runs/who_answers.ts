// Who answers a run's requests now, and who answered before: a run that mixes them says so.

import { type Chat, howToUseAModel } from "../chat/mod.ts";
import { readPlainText } from "../files.ts";
import type { Run } from "./run.ts";
import { notebookOf } from "./stages.ts";

/** The stages whose files hold replies, by their places in a run's folder. */
const places = [
  { what: "the explanations of the neurons", place: "neurons" },
  { what: "the summaries of the layers", place: "layers" },
  { what: "the summary of the network", place: "network.json" },
];

/**
 * The line for the top of a notebook on who answers; a second one where others have answered in this run before.
 *
 * @param wanted What the replies are to be in this notebook, as "predictions".
 */
export async function whoAnswers(run: Run, chat: Chat, wanted = "explanations"): Promise<string[]> {
  const now = howToUseAModel(chat).replace("explanations", wanted);
  const others: string[] = [];
  for (const { what, place } of places) {
    const models = [...await modelsOf(`${run.folder}/${place}`)].filter((model) => !isSame(model, chat.model));
    if (models.length > 0) others.push(`${what} by ${models.sort().join(" and ")}`);
  }
  if (others.length === 0) return [now];
  const first = notebookOf("neurons/");
  const advice = chat.isLanguageModel
    ? `Run the notebooks from ${first} on again to have all of it from one`
    : `Set the key or the address of that model before you start the kernel, or run the notebooks from ${first} on again`;
  return [now, `This run mixes who answers: ${others.join(", ")}, and ${chat.model} from here on. ${advice}.`];
}

/** A server may answer with the dated name of a model that was asked for without the date. */
function isSame(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** The models of the replies in a file, or in all files of a folder; files that cannot be read have none. */
async function modelsOf(path: string): Promise<Set<string>> {
  try {
    if ((await Deno.stat(path)).isFile) {
      const model = JSON.parse(await readPlainText(path))?.reply?.model;
      return new Set(typeof model === "string" ? [model] : []);
    }
    const models = new Set<string>();
    for await (const { name } of Deno.readDir(path)) {
      for (const model of name.endsWith(".json") ? await modelsOf(`${path}/${name}`) : []) models.add(model);
    }
    return models;
  } catch {
    return new Set();
  }
}
