// What the network sees of a drawing, and, of a neuron that was chosen, its portrait under the ink and the marks that
// are inked.
/// <reference lib="dom" />

import { divergingRgb } from "../../pictures/mod.ts";
import { drawPixels, figure, make, pictureCanvas } from "../web/dom.ts";
import type { NeuronView } from "../web/network_view.ts";
import { unpackPicture } from "../web/packed.ts";

/** The picture that the network sees. */
export interface Mirror {
  readonly element: HTMLElement;
  /** What is said of the neuron that was chosen. */
  readonly words: HTMLElement;
  /** Shows a picture, from -1 (no ink) to 1 (full ink). */
  see(pixels: Float32Array): void;
  /** Lays a neuron's portrait under the picture, and lists the marks of its explanation. */
  choose(neuron: NeuronView): void;
}

/** Makes the mirror for pictures of a size. */
export function makeMirror({ width, height }: { width: number; height: number }): Mirror {
  const scale = Math.max(1, Math.floor(196 / Math.max(width, height)));
  const canvas = pictureCanvas({ width, height, scale, label: "What the network sees" });
  const heading = make("h4", {}, "what the network sees");
  const words = make("div", { className: "marks" });
  let shown = new Float32Array(width * height).fill(-1);
  let chosen: NeuronView | undefined;

  const redraw = () => {
    const portrait = chosen?.portrait && unpackPicture(chosen.portrait);
    const limit = chosen?.portrait?.limit || 1;
    drawPixels(canvas, (i) => {
      const ink = (shown[i] + 1) / 2;
      if (!portrait) return [255 * ink, 255 * ink, 255 * ink];
      // Ink covers the portrait, but lets some of its colour through.
      return divergingRgb(portrait[i] / limit).map((channel) => channel * (1 - 0.75 * ink));
    });
    words.replaceChildren(...(chosen ? describe(chosen, shown) : []));
  };
  redraw();
  return {
    element: make("div", {}, heading, canvas),
    words,
    see(pixels) {
      shown = pixels.slice();
      redraw();
    },
    choose(neuron) {
      chosen = neuron;
      heading.textContent = `what the network sees, over ${neuron.name}`;
      redraw();
    },
  };
}

function describe({ name, dead, portrait, marks }: NeuronView, pixels: Float32Array): HTMLElement[] {
  const lines: HTMLElement[] = [];
  if (dead) lines.push(make("p", {}, `${name} is dead: nothing excites it.`));
  else if (portrait) lines.push(make("p", {}, "Ink on red excites it, ink on blue calms it."));
  if (marks.length === 0) return lines;
  const items = marks.map(({ words, strength, weights }) => {
    const counts = unpackPicture(weights);
    let [inked, all] = [0, 0];
    counts.forEach((weight, i) => {
      inked += weight * (pixels[i] + 1) / 2;
      all += weight;
    });
    const share = all === 0 ? 0 : inked / all;
    const item = make("li", { className: share > 0.5 ? "inked" : "" });
    const sign = strength < 0 ? "takes away" : "adds";
    item.append(`${words}: ${Math.round(100 * share)} % inked, ${sign} ${figure(Math.abs(strength * share))}`);
    return item;
  });
  return [...lines, make("p", {}, "The marks of its explanation:"), make("ul", {}, ...items)];
}
