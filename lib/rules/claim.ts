// Tells from an explanation which classes a neuron serves.

import { readStatedEffects } from "./effects.ts";
import { readStatements } from "./statements.ts";

/**
 * From 0 to 10 for each class: by the effects on the outputs that the explanation states, or else by its class means, or
 * by the classes that its words name. Undefined where it has none of these.
 */
export function claimClasses(explanation: string, names: readonly string[]): number[] | undefined {
  const figures = [
    readStatedEffects(explanation),
    readStatements(explanation).classes.map(({ label, mean }) => ({ label, value: mean })),
  ]
    .find((found) => found.length > 0 && names.every((name) => found.some(({ label }) => label === name)));
  if (figures) {
    const values = names.map((name) => Math.max(0, figures.find(({ label }) => label === name)!.value));
    const most = Math.max(...values);
    return values.map((value) => most === 0 ? 0 : Math.round(10 * value / most));
  }
  const claims = readNames(explanation, names);
  return claims.every((claim) => claim === undefined) ? undefined : claims.map((claim) => claim ?? 0);
}

/** 10 for a class that is named, 0 where the words around it deny it; undefined for one that is not named. */
function readNames(explanation: string, names: readonly string[]): (number | undefined)[] {
  const chunks = explanation.split(/[.;\n]|\bbut\b/).filter((chunk) =>
    /\b(?:class(?:es)?|digits?|labels?)\b|\bfor\b/i.test(chunk)
  );
  return names.map((name) => {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}_.,-])${name.replace(/[^\p{L}\p{N}]/gu, "\\$&")}(?![\\p{L}\\p{N}_]|[.,]\\d)`,
      "iu",
    );
    const chunk = chunks.find((chunk) => pattern.test(chunk));
    return chunk === undefined ? undefined : /\b(?:not|hardly|no|never|silent|without)\b/i.test(chunk) ? 0 : 10;
  });
}
