// Names the condition on two inputs under which something is active.

/** The condition that holds for exactly these inputs, such as "0 1" and "1 0"; undefined for other than two inputs. */
export function nameCondition(active: readonly string[], all: readonly string[]): string | undefined {
  if (all.length !== 4 || order.some((input) => !all.includes(input))) return undefined;
  return conditions[order.reduce((code, input, i) => code + (active.includes(input) ? 2 ** i : 0), 0)];
}

const order = ["0 0", "0 1", "1 0", "1 1"];

// By the sum of 1 for 0 0, 2 for 0 1, 4 for 1 0 and 8 for 1 1.
const conditions = [
  "never",
  "neither input is 1 (NOR)",
  "the second input is 1 and the first is 0",
  "the first input is 0 (NOT first)",
  "the first input is 1 and the second is 0",
  "the second input is 0 (NOT second)",
  "exactly one input is 1 (XOR)",
  "not both inputs are 1 (NAND)",
  "both inputs are 1 (AND)",
  "both inputs are equal (XNOR)",
  "the second input is 1",
  "the first input is 0 or the second is 1",
  "the first input is 1",
  "the first input is 1 or the second is 0",
  "at least one input is 1 (OR)",
  "always",
];
