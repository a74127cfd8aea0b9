// What tokens cost: a dated table for well-known models of OpenAI, and no guess for any other.

import * as v from "valibot";
import table from "./prices.json" with { type: "json" };

const price = v.object({ prompt: v.number(), completion: v.number() });
const prices = v.parse(v.object({ asOf: v.string(), models: v.record(v.string(), price) }), table);

/**
 * US dollars for so many tokens; undefined for a model that is not in the table, and at any server but OpenAI's own,
 * which asks its own price or none. A model's dated name ("gpt-4o-2024-08-06") costs what its name without the date does.
 *
 * @param batch By the Batch API, at half the price.
 */
export function costOf(
  { promptTokens, completionTokens }: { promptTokens: number; completionTokens: number },
  { model, isOpenAi, batch = false }: { model: string; isOpenAi: boolean; batch?: boolean },
): number | undefined {
  const known = prices.models[model] ?? prices.models[model.replace(/-\d{4}-\d{2}-\d{2}$/, "")];
  if (!known || !isOpenAi) return undefined;
  const dollars = (promptTokens * known.prompt + completionTokens * known.completion) / 1e6;
  return batch ? dollars / 2 : dollars;
}

/** "$0.42 by prices of 2026-03". */
export function formatCost(dollars: number, { batch = false }: { batch?: boolean } = {}): string {
  const sum = dollars >= 0.01 || dollars === 0 ? `$${dollars.toFixed(2)}` : "less than $0.01";
  return `${sum} by ${batch ? "the Batch API's " : ""}prices of ${prices.asOf}`;
}
