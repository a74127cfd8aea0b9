// Reads from a knob what rich evidence a neuron's prompt is to hold.

import { type EvidenceChoice, type RichPart, richParts } from "./rich_prompt.ts";

/** `plain`, `rich` for all of it, or some parts' names, as in "contrasts, grid". Throws on another name. */
export function readEvidenceChoice(text: string): EvidenceChoice {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  if (names.join() === "plain") return "plain";
  if (names.join() === "rich") return richParts;
  const odd = names.find((name) => !richParts.includes(name as RichPart));
  if (odd === undefined && names.length > 0) return names as RichPart[];
  throw new Error(
    `Cannot choose the evidence: it is "plain", "rich" or some of ${richParts.join(", ")}, got "${odd ?? text}". ` +
      "Change the knob.",
  );
}
