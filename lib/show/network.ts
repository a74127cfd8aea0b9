// A multilayer perceptron as columns of circles, its weights as edges where they are few enough to be seen.

import { divergingHex, largestMagnitude } from "../pictures/mod.ts";
import { ink, label } from "./label.ts";
import { type Drawing, page } from "./layout.ts";

/** A layer as it is drawn; `labels` name its neurons where all are shown, `dead` lists those that never activate. */
export interface DrawnLayer {
  readonly name: string;
  readonly size: number;
  readonly note?: string;
  readonly labels?: readonly string[];
  readonly dead?: readonly number[];
  /**
   * What one of its circles is called: by default an input in the first layer, an output in the last, else a neuron.
   */
  readonly unit?: string;
}

/** Weights into each neuron of a layer: [neuron][input]. */
export type DrawnWeights = readonly (readonly number[])[];

/**
 * Draws the layers from left to right. Of a large layer the first neurons and the last are drawn. `weights[k]` joins
 * layer k to layer k + 1: blue negative, red positive, thicker where larger; it is drawn if both layers are shown
 * whole, else thin grey lines stand for all edges.
 */
export function drawNetwork(
  layers: readonly DrawnLayer[],
  { title, weights = [], note }: {
    title: string;
    weights?: readonly (DrawnWeights | undefined)[];
    note?: string;
  },
): string {
  checkWeights(layers, weights);
  const places = layers.map(({ size }) => size <= mostShown ? size : placesOfLarge);
  const height = Math.min(340, 52 * Math.max(...places));
  const columns = layers.map((layer, k) => placeColumn(layer, { x: margin + k * distance, places: places[k], height }));
  const parts = columns.slice(1).map((column, k) => drawEdges(columns[k], column, weights[k]));
  columns.forEach((column, k) => {
    const usual = k === 0 ? "input" : k === layers.length - 1 ? "output" : "neuron";
    const noun = layers[k].unit ?? usual;
    parts.push(drawNeurons(column), drawNames(column, { y: height, noun }));
  });
  const drawing: Drawing = {
    width: 2 * margin + (layers.length - 1) * distance,
    height: height + footer,
    body: parts.join(""),
  };
  const description = layers.map(({ name, size, dead }) =>
    `${name}: ${size}${dead?.length ? `, of which ${dead.length} dead` : ""}`
  );
  return page([drawing], { title, description: `Layers from left to right. ${description.join("; ")}`, note });
}

interface Column {
  layer: DrawnLayer;
  x: number;
  /** The neurons that are drawn, and where; the ellipsis stands before the last if some are left out. */
  neurons: { index: number; y: number }[];
  whole: boolean;
}

const margin = 70;
const distance = 190;
const mostShown = 12;
const placesOfLarge = 8;
const footer = 58;

function placeColumn(layer: DrawnLayer, { x, places, height }: { x: number; places: number; height: number }): Column {
  const whole = layer.size === places;
  const step = Math.min(52, height / places);
  const top = (height - step * (places - 1)) / 2;
  const neurons = Array.from({ length: places }, (_, i) => ({ index: i, y: top + i * step }));
  if (whole) return { layer, x, neurons, whole };
  // The second last place is the ellipsis's.
  const last = { index: layer.size - 1, y: neurons[places - 1].y };
  return { layer, x, neurons: [...neurons.slice(0, places - 2), last], whole };
}

function drawEdges(from: Column, to: Column, weights: DrawnWeights | undefined): string {
  const known = from.whole && to.whole ? weights : undefined;
  const largest = largestMagnitude(known ?? []);
  const edges = to.neurons.flatMap((end) =>
    // What a dead neuron passes on is always nothing.
    from.neurons.filter(({ index }) => !from.layer.dead?.includes(index)).map((start) => {
      const share = known ? known[end.index][start.index] / largest : 0;
      // Small weights stay faintly visible; the large ones are drawn above them.
      const colour = known ? divergingHex(Math.sign(share) * (0.25 + 0.75 * Math.abs(share))) : "#d9d9d9";
      const width = known ? 0.5 + 4 * Math.abs(share) : 0.6;
      const line = `<line x1="${from.x}" y1="${start.y.toFixed(1)}" x2="${to.x}" y2="${end.y.toFixed(1)}" ` +
        `stroke="${colour}" stroke-width="${width.toFixed(2)}"/>`;
      return { line, size: Math.abs(share) };
    })
  );
  return edges.sort((a, b) => a.size - b.size).map(({ line }) => line).join("");
}

function drawNeurons({ layer, x, neurons, whole }: Column): string {
  const spacing = neurons.length > 1 ? neurons[1].y - neurons[0].y : 52;
  const radius = Math.min(13, spacing * 0.4);
  const circles = neurons.map(({ index, y }) => {
    const dead = layer.dead?.includes(index);
    const style = dead
      ? `fill="#ffffff" stroke="${ink.faint}" stroke-width="1.5" stroke-dasharray="3 2"`
      : `fill="#e8eef4" stroke="${ink.strong}" stroke-width="1.5"`;
    const size = Math.min(9, radius);
    const text = layer.labels?.[index] ?? (dead ? "dead" : "");
    const inside = text.length * size * 0.6 <= 2 * radius;
    const place = inside
      ? { x, y: y + size * 0.36, size, anchor: "middle" as const }
      : { x: x + radius + 4, y: y + 4, size: 11 };
    return `<circle cx="${x}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" ${style}/>` +
      (text ? label(text, place) : "");
  });
  if (!whole) {
    const [before, last] = neurons.slice(-2);
    for (const part of [0.35, 0.5, 0.65]) {
      const y = before.y + (last.y - before.y) * part;
      circles.push(`<circle cx="${x}" cy="${y.toFixed(1)}" r="2" fill="${ink.strong}"/>`);
    }
  }
  return circles.join("");
}

function drawNames({ layer, x }: Column, { y, noun }: { y: number; noun: string }): string {
  const words = [`${layer.size} ${noun}${layer.size === 1 ? "" : "s"}`, layer.note].filter(Boolean).join("\n");
  return label(layer.name, { x, y: y + 18, size: 13, anchor: "middle", weight: "bold" }) +
    label(words, { x, y: y + 35, anchor: "middle", colour: ink.weak });
}

function checkWeights(layers: readonly DrawnLayer[], weights: readonly (DrawnWeights | undefined)[]) {
  weights.forEach((matrix, k) => {
    const [from, to] = [layers[k]?.size, layers[k + 1]?.size];
    if (!matrix || (matrix.length === to && matrix.every((row) => row.length === from && row.every(Number.isFinite)))) {
      return;
    }
    throw new RangeError(
      `Cannot draw a network: the weights from layer ${k} need ${to} rows of ${from} finite numbers, ` +
        `got ${matrix.length} rows of ${matrix[0]?.length}. Give them as [neuron][input].`,
    );
  });
}
