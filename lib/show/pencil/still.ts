// The pencil's still picture: one example, what it does to the network's neurons and outputs, and the answer.

import { activationsOfPicture, answersOf, type Network } from "../../network/mod.ts";
import { greyPicture, largestMagnitude, toDataUrl } from "../../pictures/mod.ts";
import { label } from "../label.ts";
import { type Drawing, page } from "../layout.ts";
import type { KnownNeuron, PictureFormat } from "../web/network_view.ts";

/** Draws an example beside the bars of the first neurons of each layer and of the outputs. */
export function drawStill(
  network: Network,
  { width, height, classNames, neurons = [], example }: PictureFormat & {
    readonly neurons?: readonly KnownNeuron[];
    readonly example: ArrayLike<number>;
  },
): { svg: string; words: string } {
  const activations = activationsOfPicture(network, example);
  const logits = activations[activations.length - 1];
  const answer = classNames[answersOf(logits, logits.length)[0]];
  const picture = greyPicture(example, { width, height, low: -1, high: 1 });
  const image: Drawing = {
    width: 196,
    height: 230,
    body: `<image width="196" height="${196 * height / width}" href="${toDataUrl(picture)}" ` +
      `image-rendering="pixelated" preserveAspectRatio="none"/>` +
      label(`Answer: ${answer}`, { x: 0, y: 220, size: 16, weight: "bold" }),
    heading: "a picture",
  };
  const dead = (layer: number, neuron: number) =>
    neurons.some((one) => one.layer === layer && one.neuron === neuron && one.dead === true);
  const bars = activations.map((values, layer) => {
    const isLast = layer === activations.length - 1;
    const names = Array.from(values, (_, i) => {
      return isLast ? classNames[i] : `neuron ${i}${dead(layer, i) ? " (dead)" : ""}`;
    });
    return drawBars(values, { names, heading: isLast ? "outputs" : `hidden layer ${layer}` });
  });
  const title = "What the network makes of a drawing";
  const words = `${title}: a still picture, which the network takes for ${answer}`;
  return { svg: page([image, ...bars.slice(-2)], { title, description: `It answers ${answer}` }), words };
}

const mostBars = 14;

function drawBars(values: ArrayLike<number>, { names, heading }: { names: string[]; heading: string }): Drawing {
  const shown = Array.from(values).slice(0, mostBars);
  const limit = largestMagnitude([shown]);
  const left = 18 + 7 * Math.max(...names.map((name) => name.length));
  const signed = shown.some((value) => value < 0);
  const [zero, length] = signed ? [left + 60, 60] : [left, 120];
  const rows = shown.map((value, i) => {
    const size = Math.abs(value) / limit * length;
    const y = 20 * i;
    return label(names[i], { x: left - 6, y: y + 13, anchor: "end" }) +
      `<rect x="${(value < 0 ? zero - size : zero).toFixed(1)}" y="${y + 3}" width="${size.toFixed(1)}" height="13" ` +
      `fill="${value < 0 ? "#4393c3" : "#d6604d"}"/>` +
      label(value.toFixed(1).replace("-", "−"), { x: left + 126, y: y + 13 });
  });
  if (names.length > mostBars) {
    rows.push(label(`and ${names.length - mostBars} more`, { x: left, y: 20 * mostBars + 13 }));
  }
  return { width: left + 170, height: 20 * rows.length + 4, body: rows.join(""), heading };
}
