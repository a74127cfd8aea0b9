// Who answers a run's requests now, and who answered before: a run that mixes them says so.

import { type Chat, howToUseAModel, sayMixedModels } from "../chat/mod.ts";
import type { Run } from "./run.ts";

/** The places in a run's folder that hold replies. */
const places = [
  { what: "explanations of neurons", place: "neurons" },
  { what: "summaries of layers", place: "layers" },
  { what: "the summary of the network", place: "network.json" },
];

/**
 * The line for the top of a notebook on who answers; a second one where others have answered in this run before.
 *
 * @param wanted What the replies are to be in this notebook, as "predictions".
 */
export async function whoAnswers(run: Run, chat: Chat, wanted = "explanations"): Promise<string[]> {
  const before: { what: string; model: string }[] = [];
  for (const { what, place } of places) {
    for (const model of await modelsOf(`${run.folder}/${place}`)) before.push({ what, model });
  }
  const mixed = sayMixedModels(chat, before);
  return [howToUseAModel(chat).replace("explanations", wanted), ...(mixed === undefined ? [] : [mixed])];
}

/** The models of the replies in a file, or in all files of a folder; files that cannot be read have none. */
async function modelsOf(path: string): Promise<Set<string>> {
  try {
    if ((await Deno.stat(path)).isFile) {
      const model = JSON.parse(await Deno.readTextFile(path))?.reply?.model;
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
