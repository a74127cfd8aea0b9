// Reads back what a prediction's reasoning adds up: the marks of every feature, and the features of every output.

/** A sum as it is told: named parts that add or, below 0, take away, and what they come to. */
export interface ToldSum {
  name: string;
  parts: { label: string; adds: number }[];
  sum: number;
}

/**
 * The features that marks are added up for, and the outputs, the largest first, as predictAnswer() tells them. Both are
 * empty for a reply in other words, as a language model's.
 */
export function readReasoning(reply: string): { features: ToldSum[]; outputs: ToldSum[] } {
  const lines = reply.split("\n");
  return { features: lines.flatMap(readFeature), outputs: lines.flatMap(readOutput) };
}

function readFeature(line: string): ToldSum[] {
  const [, name, rest, told, sum] = new RegExp(`^(Feature \\d+.*?): rests at ${number}; (.*); so it is (.*)\\.$`)
    .exec(line) ?? [];
  if (name === undefined) return [];
  const marks = told.split("; ").flatMap((mark) => {
    const [, label, verb, amount] = new RegExp(`^(.*)[,:] (adds|takes) ${number}$`).exec(mark) ?? [];
    if (label === undefined) return [];
    return [{ label: label.replace(": inked to", ","), adds: verb === "adds" ? Number(amount) : -Number(amount) }];
  });
  return [{ name, parts: [{ label: "at rest", adds: Number(rest) }, ...marks], sum: Number.parseFloat(sum) || 0 }];
}

function readOutput(line: string): ToldSum[] {
  const [, label, told, sum] = new RegExp(`^Output (.+?): (.* x feature .*) = ${number}$`).exec(line) ?? [];
  if (label === undefined) return [];
  const terms = told.split(" + ");
  const parts = terms.map((term) => {
    const [, weight, label, activation] = new RegExp(`^${number} x (feature \\d+) \\(${number}\\)$`).exec(term) ?? [];
    return weight === undefined
      ? { label: "bias", adds: Number(term) }
      : { label, adds: Number(weight) * Number(activation) };
  });
  return [{ name: `Output ${label}`, parts, sum: Number(sum) }];
}

const number = "(-?[\\d.]+(?:e[+-]?\\d+)?)";
