// A server without a network: answers prompts by rules: the face of this room, which everybody outside imports from.

export { drawDescription, type Hand } from "./drawing.ts";
export { type ReadDescription, readDescription } from "./reading.ts";
export { readReasoning, type ToldSum } from "./reasoning.ts";
export { createRuleBasedFetch, ruleBasedFetch, type RulesOptions } from "./rules.ts";
export type { Mark, Phrase, Place } from "./vocabulary.ts";
export { namePhrase } from "./words.ts";
