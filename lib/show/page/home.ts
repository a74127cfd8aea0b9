// The first view: the network with its weights, and the pencil beside it, whose drawing flows through.
/// <reference lib="dom" />

import { makePencil } from "../pencil/pencil.ts";
import { figure, make } from "../web/dom.ts";
import { drawGraph } from "./graph.ts";
import { legend, section } from "./parts.ts";
import { addressOf, type OpenRun, type Session } from "./session.ts";

/** Draws every run's network with its pencil and summaries. */
export function drawHome(session: Session): Node[] {
  return session.runs.flatMap((run) => [
    ...(session.runs.length > 1 ? [make("h2", {}, run.name)] : []),
    ...drawRun(session, run),
  ]);
}

function drawRun(session: Session, run: OpenRun): Node[] {
  const { view, network, accuracy, summaries } = run;
  const hidden = view.layers.flat();
  const dead = hidden.filter((neuron) => neuron.dead).length;
  const parameters = network.layers.reduce((sum, { weights, bias }) => sum + weights.length + bias.length, 0);
  const graph = drawGraph(session, run);
  const chosen = make("p", { "aria-live": "polite" });
  const pencil = makePencil(view, {
    // The blank sheet comes first: until something is drawn, the lines are the weights.
    onActivations: (activations, pixels) => pixels.some((pixel) => pixel > -1) && graph.update(activations),
    onNeuron(layer, neuron) {
      const { name } = view.layers[layer][neuron];
      chosen.replaceChildren(make("a", { href: addressOf(session, run, name) }, `All about ${name}`));
    },
  });
  const words = `${network.layers[0].inputs} pixels, ${hidden.length} hidden neurons` +
    `${dead > 0 ? ` (${dead} dead)` : ""}, ${view.classNames.length} outputs: ${parameters} numbers` +
    `${accuracy === undefined ? "" : `, right on ${figure(100 * accuracy, 1)} % of the test pictures`}.`;
  return [
    make("p", {}, words),
    section("Draw something", pencil.element, chosen),
    section(
      "What flows where",
      graph.element,
      legend(
        "Red lines excite, blue ones calm, thick ones most: first the weights themselves, then what your drawing sends " +
          "along them. Circles are as large as what a neuron does for the outputs; press one to learn all about it.",
      ),
    ),
    ...summaries.map(({ title, text, by }) =>
      make(
        "details",
        {},
        make("summary", {}, title),
        make("pre", { tabIndex: 0 }, text),
        make("p", { className: "weak" }, `By ${by}.`),
      )
    ),
  ];
}
