// A server without a network: answers prompts by rules: the face of this room, which everybody outside imports from.

export { withoutMap } from "./maptext.ts";
export { createRuleBasedFetch, ruleBasedFetch } from "./rules.ts";
