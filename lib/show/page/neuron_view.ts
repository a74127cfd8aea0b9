// A neuron's own view: what excites it, what was said of it, how good that is, and what it does.
/// <reference lib="dom" />

import { strongestConnections } from "../../evidence/mod.ts";
import { weightsInto } from "../../network/mod.ts";
import { figure, make } from "../web/dom.ts";
import { packPicture } from "../web/packed.ts";
import { drawDistribution } from "./distribution.ts";
import { fixedRows, gallery, legend, section, signedFigure } from "./parts.ts";
import { classRows, scoreRows } from "./neuron_rows.ts";
import type { PromptMessage } from "./page_data.ts";
import { addressOf, type OpenRun, type Session } from "./session.ts";
import { ablateOnStock } from "./stock.ts";

/** Which neuron is looked at. */
export interface NeuronPlace {
  readonly run: OpenRun;
  readonly layer: number;
  readonly neuron: number;
}

/** Draws all that is known of a neuron. */
export function drawNeuron(session: Session, place: NeuronPlace): Node[] {
  const { run, layer, neuron } = place;
  const { view, facts } = run;
  const one = view.layers[layer][neuron];
  const fact = facts[layer][neuron];
  if (one.dead) {
    return [
      make("p", {}, `${one.name} is dead: it was zero for every training picture, so it passes nothing on.`),
      whereFrom(session, place),
    ];
  }
  return [
    section(
      "What excites it, and what was said of it",
      make(
        "div",
        { className: "side" },
        one.portrait && signedFigure(one.portrait, view, "what excites it most"),
        fact.drawing && signedFigure(fact.drawing, view, "what its words say"),
        make(
          "div",
          { className: "text" },
          one.explanation === undefined
            ? make("p", { className: "weak" }, "Nobody has explained it yet.")
            : make("p", {}, one.explanation),
          fact.explainedBy && make("p", { className: "weak" }, `Said by ${fact.explainedBy}.`),
        ),
      ),
      legend("Red: ink excites it. Blue: ink calms it. White: ink makes no difference."),
    ),
    make("div", { className: "side" }, byClass(place), ...whatItDoes(session, place)),
    drawDistribution(session, place),
    ...extremes(session, place),
    fact.scores.length > 0 ? section("How well its explanation predicts it", scoreRows(fact.scores)) : "",
    whereFrom(session, place),
    drawPrompt(fact.prompt),
  ].filter((part) => part !== "") as Node[];
}

function byClass({ run, layer, neuron }: NeuronPlace): HTMLElement {
  const { classes } = run.facts[layer][neuron];
  if (classes.length === 0) return section("By class", make("p", { className: "weak" }, "Not measured yet."));
  return section(
    "By class",
    classRows(classes, run.view.classNames, run.blank[layer][neuron]),
    legend(
      "Mean activation over the training pictures of a class; the thin line is one standard deviation up and down, " +
        "the dashed mark what a blank picture gives.",
    ),
  );
}

function extremes(session: Session, { run, layer, neuron }: NeuronPlace): Node[] {
  const { activations } = run.seen();
  const value = (i: number) => activations[i][layer][neuron];
  const order = Array.from({ length: session.stock.count }, (_, i) => i).sort((a, b) => value(b) - value(a));
  const silent = order.filter((i) => value(i) === 0).slice(0, 9);
  return [
    section(
      "The test pictures that excite it most",
      gallery(session, run, { places: order.slice(0, 9), words: (i) => figure(value(i)) }),
    ),
    section("Pictures that leave it silent", gallery(session, run, { places: silent, words: () => "0" })),
  ];
}

function whatItDoes(session: Session, { run, layer, neuron }: NeuronPlace): Node[] {
  const { network, view } = run;
  const next = network.layers[layer + 1];
  const changes = ablateOnStock(network, { stock: session.stock, seen: run.seen(), layer, neuron });
  const isLast = layer === network.layers.length - 2;
  const weights = Array.from({ length: next.outputs }, (_, output) => next.weights[neuron * next.outputs + output]);
  const mean = view.classNames.map((_, output) => {
    return changes.reduce((sum, { logits, count }) => sum - logits[output] * count, 0) / session.stock.fair;
  });
  const names = { names: view.classNames, signed: true } as const;
  return [
    section(
      "What it does to each output",
      isLast ? fixedRows(weights, { ...names, label: "Weights to the outputs" }) : undefined,
      legend(isLast ? "Its weight to each output." : "What it adds to each output on the mean, through later layers."),
      isLast ? undefined : fixedRows(mean, { ...names, label: "What it adds to each output" }),
    ),
    section(
      "How its accuracy changes without it",
      fixedRows(changes.map(({ accuracy }) => 100 * accuracy), { ...names, label: "Change in accuracy without it" }),
      legend(`Percentage points of accuracy, over ${session.stock.fair} test pictures, when it is held at zero.`),
    ),
  ];
}

function whereFrom(session: Session, { run, layer, neuron }: NeuronPlace): HTMLElement {
  if (layer === 0) {
    const own = packPicture(weightsInto(run.network.layers[0], neuron));
    return section("Where it comes from", signedFigure(own, run.view, "its weights from the pixels"));
  }
  const strongest = strongestConnections(run.network.layers[layer], neuron);
  const before = run.view.layers[layer - 1];
  return section(
    "Where it comes from",
    fixedRows(strongest.map(({ weight }) => weight), {
      names: strongest.map(({ from }) => before[from].name),
      dead: strongest.map(({ from }) => before[from].dead),
      label: "Its strongest weights from the layer before",
      signed: true,
      onPress: (row) => location.hash = addressOf(session, run, before[strongest[row].from].name),
    }),
    legend("Its strongest weights from the layer before; press one to go there."),
  );
}

function drawPrompt(messages: readonly PromptMessage[]): Node | "" {
  if (messages.length === 0) return "";
  const parts = messages.flatMap(({ role, parts }) => [
    make("h3", {}, role),
    ...parts.map(({ text, picture }) =>
      picture === undefined
        ? make("pre", { tabIndex: 0 }, text ?? "")
        : make("img", { src: picture, alt: "the message's picture", className: "picture" })
    ),
  ]);
  return make("details", {}, make("summary", {}, "The prompt, as it was sent"), ...parts);
}
