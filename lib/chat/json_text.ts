// Parses JSON from outside, within bounds.

import { checkUrl } from "./common_findings.ts";
import { FindingError } from "./finding.ts";

// A completion is six deep. Deeper ones take long to read and to write.
const deepest = 100;

/** The value; undefined where the text is no whole JSON. Throws a FindingError where it is nested too deeply. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) {
    const wrong = "the JSON that came back is nested too deeply";
    throw new FindingError({ kind: "malformed", wrong, got: text.slice(0, 2000), advice: checkUrl });
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Brackets outside of strings, counted without parsing. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let place = 0; place < text.length; place++) {
    const letter = text[place];
    if (inString && letter === "\\") place++;
    else if (letter === '"') inString = !inString;
    else if (!inString && (letter === "[" || letter === "{") && ++depth > deepest) return true;
    else if (!inString && (letter === "]" || letter === "}")) depth--;
  }
  return false;
}
