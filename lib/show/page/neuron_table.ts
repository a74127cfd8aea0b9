// All neurons of a run in a table that sorts by each column and filters by the words of the explanations.
/// <reference lib="dom" />

import { figure, make } from "../web/dom.ts";
import { addressOf, type OpenRun, type Session } from "./session.ts";

/** Draws the table with its filter. */
export function drawNeuronTable(session: Session, run: OpenRun): Node[] {
  const rows = listRows(run);
  const scoreNames = [...new Set(rows.flatMap(({ scores }) => [...scores.keys()]))];
  const columns: Column[] = [
    { heading: "neuron", value: ({ name }) => name },
    { heading: "effect", value: ({ effect }) => effect, digits: 2 },
    { heading: "dead", value: ({ dead }) => dead ? "dead" : "" },
    { heading: "explanation", value: ({ explanation }) => explanation, wide: true },
    ...(rows.some(({ meanings }) => meanings !== undefined)
      ? [{ heading: "meanings", value: ({ meanings }: Row) => meanings, digits: 1 }]
      : []),
    ...scoreNames.map((name) => ({ heading: name, value: ({ scores }: Row) => scores.get(name), digits: 2 })),
  ];
  const filter = make("input", { type: "search", "aria-label": "Filter by words of the explanation" });
  const count = make("output", { className: "weak", "aria-live": "polite" });
  const body = make("tbody");
  const state = { by: 0, down: false };
  const heads = columns.map(({ heading, digits }, i) => {
    const button = make("button", { type: "button", textContent: heading });
    button.addEventListener("click", () => {
      // Figures are wanted the largest first.
      state.down = state.by === i ? !state.down : digits !== undefined;
      state.by = i;
      update();
    });
    return make("th", { scope: "col", className: digits === undefined ? "" : "number" }, button);
  });
  const update = () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(({ explanation, name }) => {
      const words = `${name} ${explanation}`.toLowerCase();
      return wanted.every((word) => words.includes(word));
    });
    const { value } = columns[state.by];
    const sorted = found.toSorted((a, b) => compare(value(a), value(b)) * (state.down ? -1 : 1));
    body.replaceChildren(...sorted.map((row) => drawRow(session, run, { row, columns })));
    count.textContent = `${found.length} of ${rows.length} neurons`;
    heads.forEach((head, i) => {
      head.setAttribute("aria-sort", i !== state.by ? "none" : state.down ? "descending" : "ascending");
    });
  };
  filter.addEventListener("input", update);
  update();
  if (rows.length === 0) return [make("p", {}, "This network has no hidden neurons.")];
  return [
    make("form", { onsubmit: () => false }, make("label", {}, "Filter by words ", filter), count),
    make(
      "div",
      { className: "table", tabIndex: 0, role: "region", "aria-label": "All neurons" },
      make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body),
    ),
    make("p", { className: "legend" }, "Effect: how much an output changes without the neuron, on the mean."),
  ];
}

interface Row {
  name: string;
  dead: boolean;
  effect: number;
  meanings?: number;
  scores: Map<string, number>;
  explanation: string;
}

interface Column {
  heading: string;
  value: (row: Row) => string | number | undefined;
  digits?: number;
  wide?: boolean;
}

function listRows({ view, facts }: OpenRun): Row[] {
  return view.layers.flatMap((neurons, layer) =>
    neurons.map(({ name, dead, explanation = "" }, i) => ({
      name,
      dead,
      effect: facts[layer][i].effect,
      meanings: facts[layer][i].meanings,
      scores: new Map(facts[layer][i].scores.map(({ name, value }) => [name, value])),
      explanation,
    }))
  );
}

function drawRow(
  session: Session,
  run: OpenRun,
  { row, columns }: { row: Row; columns: readonly Column[] },
): HTMLElement {
  return make(
    "tr",
    {},
    ...columns.map(({ value, digits, wide }, i) => {
      const content = value(row);
      if (i === 0) {
        return make("th", { scope: "row" }, make("a", { href: addressOf(session, run, row.name) }, row.name));
      }
      if (wide) return make("td", { className: "words" }, shortened(String(content)));
      if (typeof content !== "number") return make("td", {}, content ?? "");
      return make("td", { className: "number" }, figure(content, digits));
    }),
  );
}

/** The first words of a text that fills more than a cell. */
export function shortened(text: string): string {
  return text.length <= 320 ? text : `${text.slice(0, 300).replace(/\s+\S*$/, "")} …`;
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return 1;
  if (typeof b === "number") return -1;
  return (a ?? "").localeCompare(b ?? "");
}
