// Says who answers, and who has answered before.

import type { Chat } from "./types.ts";

/** The line for the top of a notebook: who answers and, where it is the rules, how to have a language model answer. */
export function howToUseAModel({ server, isLanguageModel }: Pick<Chat, "server" | "isLanguageModel">): string {
  if (isLanguageModel) return `The explanations come from ${server}.`;
  return `The explanations come from ${server}, which is no language model: it costs nothing and needs no key. ` +
    "To let ChatGPT explain, set OPENAI_API_KEY before you start the kernel. For a local server, set OPENAI_BASE_URL " +
    "(http://localhost:11434/v1, say) and OPENAI_MODEL, a model that can see pictures.";
}

/**
 * A sentence for the top of a notebook where a run mixes answers of several models, or of the rules and a model;
 * undefined where one and the same gave them all.
 *
 * @param before What the run holds already: what it is ("explanations of neurons") and the model that its replies name.
 */
export function sayMixedModels(
  { model, server, isLanguageModel }: Pick<Chat, "model" | "server" | "isLanguageModel">,
  before: readonly { what: string; model: string }[],
): string | undefined {
  // A name without its date is the same model: a server that is asked for gpt-4o says which one it was.
  const short = (name: string) => name.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  const others = before.filter((kept) => short(kept.model) !== short(model));
  const byModel = Map.groupBy(others, (kept) => kept.model);
  if (byModel.size === 0) return undefined;
  const parts = [...byModel].map(([name, kept]) =>
    `${[...new Set(kept.map(({ what }) => what))].join(", ")} by ${name}`
  );
  const today = isLanguageModel ? server : `${server}, since no key and no server is set`;
  return `This run mixes answers: it holds ${parts.join("; ")}, and today's come from ${today}. ` +
    "Figures that rest on both compare no single model: set what was set before, or use another run.";
}
