// The network as a drawing: neurons as large as what they do for the outputs, and what flows through them at the
// moment.
/// <reference lib="dom" />

import { divergingHex } from "../../pictures/mod.ts";
import { addressOf, type OpenRun, type Session } from "./session.ts";

/** The drawing, and the way to let a picture flow through it. */
export interface Graph {
  readonly element: Element;
  update(activations: readonly Float32Array[]): void;
}

/** Draws a run's hidden neurons and outputs, the last layers' weights between them. */
export function drawGraph(session: Session, run: OpenRun): Graph {
  const { view, facts, network } = run;
  const sizes = network.layers.map(({ outputs }) => outputs);
  const height = Math.max(300, Math.min(760, 30 * Math.max(...sizes)));
  const xOf = (layer: number) => 90 + layer * (600 / Math.max(1, sizes.length - 1));
  const yOf = (layer: number, neuron: number) => 24 + (neuron + 0.5) * (height - 40) / sizes[layer];
  const roomOf = (layer: number) => Math.min(15, (height - 40) / sizes[layer] / 2);
  const svg = element("svg", { viewBox: `0 0 780 ${height + 10}`, class: "graph", role: "group" });
  svg.setAttribute("aria-label", "The network: hidden neurons at the left, outputs at the right");
  const edges = sizes.slice(1).flatMap((_, i) => drawEdges(network.layers[i + 1], { layer: i, xOf, yOf }));
  svg.append(...edges.map(({ line }) => line));
  const largest = Math.max(1e-9, ...facts.flat().map(({ effect }) => effect));
  const heats = sizes.map((size, layer) => {
    const isOutput = layer === sizes.length - 1;
    svg.append(caption(isOutput ? "outputs" : `hidden layer ${layer}`, xOf(layer)));
    return Array.from({ length: size }, (_, i) => {
      const [x, y] = [xOf(layer), yOf(layer, i)];
      const share = isOutput ? 0.5 : Math.sqrt(facts[layer][i].effect / largest);
      const radius = roomOf(layer) * (0.45 + 0.5 * share);
      const name = isOutput ? view.classNames[i] : view.layers[layer][i].name;
      const dead = !isOutput && view.layers[layer][i].dead;
      const circle = element("circle", { cx: x, cy: y, r: radius, class: dead ? "dead" : "" });
      const heat = element("circle", { cx: x, cy: y, r: radius - 1, class: "heat", "fill-opacity": "0.0" });
      const title = element("title");
      title.textContent = dead ? `${name}, dead` : name;
      const text = element("text", {
        x: isOutput ? x + 20 : x - 20,
        y: y + 4,
        "text-anchor": isOutput ? "start" : "end",
      });
      if (size <= 32) text.textContent = name;
      const node = isOutput ? element("g") : element("a", { href: addressOf(session, run, name) });
      node.append(title, circle, heat, text);
      svg.append(node);
      return heat;
    });
  });
  return {
    element: svg,
    update(activations) {
      heats.forEach((layer, k) => {
        const most = Math.max(1e-9, ...activations[k]);
        layer.forEach((heat, i) => {
          const share = (Math.max(0, activations[k][i]) / most).toFixed(1);
          if (heat.getAttribute("fill-opacity") !== share) heat.setAttribute("fill-opacity", share);
        });
      });
      const flows = edges.map(({ layer, from, weight }) => weight * activations[layer][from]);
      const most = flows.reduce((largest, flow) => Math.max(largest, Math.abs(flow)), 1e-9);
      // An activation is not negative, so that a line's colour stays: only as wide and strong as it is changes.
      edges.forEach((edge, i) => widen(edge, Math.abs(flows[i]) / most));
    },
  };
}

interface Edge {
  line: Element;
  layer: number;
  from: number;
  weight: number;
  /** How strong it is at the moment. */
  share: number;
}

// More lines than these would hide each other.
const mostEdges = 300;

function drawEdges(
  { inputs, outputs, weights }: { inputs: number; outputs: number; weights: Float32Array },
  { layer, xOf, yOf }: {
    layer: number;
    xOf: (layer: number) => number;
    yOf: (layer: number, neuron: number) => number;
  },
): Edge[] {
  const order = Array.from(weights.keys()).sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]));
  const strongest = order.slice(0, Math.min(mostEdges, inputs * outputs)).reverse();
  const most = Math.abs(weights[order[0]]) || 1;
  return strongest.map((place) => {
    const [from, to] = [Math.floor(place / outputs), place % outputs];
    const line = element("line", { x1: xOf(layer), y1: yOf(layer, from), x2: xOf(layer + 1), y2: yOf(layer + 1, to) });
    line.setAttribute("stroke", divergingHex(0.85 * Math.sign(weights[place])));
    const edge = { line, layer, from, weight: weights[place], share: -1 };
    widen(edge, Math.abs(weights[place]) / most);
    return edge;
  });
}

function widen(edge: Edge, share: number): void {
  const step = Math.round(20 * share) / 20;
  if (step === edge.share) return;
  edge.share = step;
  edge.line.setAttribute("stroke-width", (0.3 + 4 * step).toFixed(2));
  edge.line.setAttribute("stroke-opacity", (0.1 + 0.85 * step).toFixed(2));
}

function caption(text: string, x: number): Element {
  const label = element("text", { x, y: 14, "text-anchor": "middle", "font-weight": 600 });
  label.textContent = text;
  return label;
}

function element(name: string, attributes: Readonly<Record<string, string | number>> = {}): Element {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
