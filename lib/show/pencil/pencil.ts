// A sheet to draw on beside what the network makes of it: every stroke moves its neurons, its outputs and its answer.
/// <reference lib="dom" />

import { normaliseDrawing } from "../../data/mod.ts";
import { activationsOfPicture, answersOf, softmax } from "../../network/mod.ts";
import { make } from "../web/dom.ts";
import type { NetworkView } from "../web/network_view.ts";
import { unpackNetwork } from "../web/packed.ts";
import { makeMirror } from "./mirror.ts";
import { makeRows } from "./bar_rows.ts";
import { makeSheet } from "./sheet.ts";
import { inkSide } from "./strokes.ts";

/** A pencil on a page. */
export interface Pencil {
  readonly element: HTMLElement;
  /** Lets the network see a picture, from -1 (no ink) to 1 (full ink), in place of the drawing. */
  see(pixels: Float32Array): void;
}

/**
 * What others on the page hear of it: each picture with what every layer answers to it, and the neuron that was
 * pressed.
 */
export interface PencilListener {
  onActivations?(activations: readonly Float32Array[], pixels: Float32Array): void;
  onNeuron?(layer: number, neuron: number): void;
}

/** Makes a pencil for a network. */
export function makePencil(view: NetworkView, { onActivations, onNeuron }: PencilListener = {}): Pencil {
  const network = unpackNetwork(view.network);
  const mirror = makeMirror(view);
  const answer = make("output", { className: "answer", "aria-live": "polite" });
  const layers = view.layers.map((neurons, layer) => {
    const rows = makeRows({
      names: neurons.map(({ name }) => name),
      dead: neurons.map(({ dead }) => dead),
      label: `Activations of hidden layer ${layer}`,
      signed: false,
      onPress(neuron) {
        layers.forEach((other) => other.press(other === rows ? neuron : undefined));
        mirror.choose(neurons[neuron]);
        onNeuron?.(layer, neuron);
      },
    });
    return rows;
  });
  const outputs = makeRows({ names: view.classNames, label: "Outputs, before the softmax", signed: true });

  const see = (pixels: Float32Array) => {
    const activations = activationsOfPicture(network, pixels);
    const logits = activations[activations.length - 1];
    const [best] = answersOf(logits, logits.length);
    activations.slice(0, -1).forEach((values, layer) => layers[layer].update(values));
    outputs.update(logits, best);
    mirror.see(pixels);
    const isBlank = pixels.every((pixel) => pixel === -1);
    const share = `${Math.round(100 * softmax(logits)[best])} %`;
    answer.textContent = `${isBlank ? "Answer to a blank picture" : "Answer"}: ${view.classNames[best]} (${share})`;
    onActivations?.(activations, pixels);
  };
  const seeInk = (ink: Float32Array) => {
    see(normaliseDrawing(ink, { width: inkSide, height: inkSide }, { width: view.width, height: view.height }));
  };
  // A mouse moves more often than a page is drawn.
  let waiting: number | undefined;
  const sheet = makeSheet((ink) => {
    waiting ??= requestAnimationFrame(() => {
      waiting = undefined;
      seeInk(ink);
    });
  });
  seeInk(new Float32Array(inkSide * inkSide));
  const columns = layers.map(({ element }, layer) =>
    make("div", { className: "column" }, make("h4", {}, `hidden layer ${layer}`), element)
  );
  return {
    element: make(
      "div",
      { className: "pencil" },
      sheet.element,
      make("div", { className: "column" }, mirror.element, answer),
      ...columns,
      make("div", { className: "column" }, make("h4", {}, "outputs"), outputs.element),
      mirror.words,
    ),
    see,
  };
}
