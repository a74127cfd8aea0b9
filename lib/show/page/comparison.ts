// Two runs side by side: what two explainers say of the same network, or two networks.
/// <reference lib="dom" />

import { figure, make } from "../web/dom.ts";
import { signedFigure } from "./parts.ts";
import { shortened } from "./neuron_table.ts";
import { addressOf, type OpenRun, type Session } from "./session.ts";

/** Draws a row for each place of a neuron, a column for each run. */
export function drawComparison(session: Session): Node[] {
  const { runs } = session;
  const [first, second] = runs;
  const same = JSON.stringify(first.view.network) === JSON.stringify(second.view.network);
  const places = runs.flatMap(({ view }) => view.layers.flatMap((layer) => layer.map(({ name }) => name)));
  const names = [...new Set(places)].sort();
  const head = make(
    "tr",
    {},
    make("th", { scope: "col" }, "neuron"),
    ...runs.map(({ name, accuracy }) => {
      const words = accuracy === undefined ? "" : `, ${figure(100 * accuracy, 1)} % right`;
      return make("th", { scope: "col" }, `${name}${words}`);
    }),
  );
  const rows = names.map((name) =>
    make("tr", {}, make("th", { scope: "row" }, name), ...runs.map((run) => drawCell(session, run, name)))
  );
  return [
    make(
      "p",
      {},
      same
        ? "The same network twice: what differs are the explanations."
        : "Two networks: a neuron of one has nothing to do with the neuron of the other in the same place.",
    ),
    make(
      "div",
      { className: "table", tabIndex: 0, role: "region", "aria-label": `${first.name} and ${second.name}` },
      make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)),
    ),
  ];
}

function drawCell(session: Session, run: OpenRun, name: string): HTMLElement {
  const layer = run.view.layers.findIndex((neurons) => neurons.some((neuron) => neuron.name === name));
  if (layer === -1) return make("td", { className: "weak" }, "not there");
  const i = run.view.layers[layer].findIndex((neuron) => neuron.name === name);
  const { dead, explanation, portrait } = run.view.layers[layer][i];
  const { scores, explainedBy } = run.facts[layer][i];
  const words = dead ? "dead" : explanation === undefined ? "not explained" : shortened(explanation);
  const figures = scores.map(({ name, value }) => `${name} ${figure(value, 2)}`).join(", ");
  return make(
    "td",
    { className: "words" },
    portrait && signedFigure(portrait, run.view, ""),
    make("p", {}, make("a", { href: addressOf(session, run, name) }, name), ` ${words}`),
    make("p", { className: "weak" }, [figures, explainedBy && `by ${explainedBy}`].filter(Boolean).join("; ")),
  );
}
