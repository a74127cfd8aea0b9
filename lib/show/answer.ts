// What a network makes of one picture: the picture, how active its neurons are, its outputs, and its answer.

import { activationsOfPicture, answerOf, type Network } from "../network/mod.ts";
import { greyPicture, largestMagnitude, toDataUrl } from "../pictures/mod.ts";
import { label, textWidth } from "./label.ts";
import { type Drawing, page } from "./layout.ts";

/** The size of the picture and the names of the classes, and what is to be said of it. */
export interface AnswerLook {
  width: number;
  height: number;
  classNames: readonly string[];
  title?: string;
  /** Whether a hidden neuron is dead; none is by default. */
  isDead?: (layer: number, neuron: number) => boolean;
  note?: string;
}

/** Draws a picture, from -1 (no ink) to 1 (full ink), beside the bars of the first neurons of each layer. */
export function drawAnswer(network: Network, pixels: ArrayLike<number>, look: AnswerLook): string {
  const { width, height, classNames, isDead = () => false, note } = look;
  const { title = "What the network makes of a picture" } = look;
  const activations = activationsOfPicture(network, pixels);
  const answer = classNames[answerOf(activations[activations.length - 1])];
  const bars = activations.map((values, layer) => {
    const isLast = layer === activations.length - 1;
    const names = Array.from(values, (_, i) => {
      return isLast ? classNames[i] : `neuron ${i}${isDead(layer, i) ? " (dead)" : ""}`;
    });
    return drawBars(values, { names, heading: isLast ? "outputs" : `hidden layer ${layer}` });
  });
  const picture = drawSeen(pixels, { width, height, answer });
  return page([picture, ...bars], { title, description: `The network takes it for ${answer}`, columns: 3, note });
}

const mostBars = 14;

function drawSeen(
  pixels: ArrayLike<number>,
  { width, height, answer }: { width: number; height: number; answer: string },
): Drawing {
  const picture = greyPicture(pixels, { width, height, low: -1, high: 1 });
  const scale = 196 / Math.max(width, height);
  const tall = scale * height;
  const body = `<image width="${scale * width}" height="${tall}" href="${toDataUrl(picture)}" ` +
    `image-rendering="pixelated" preserveAspectRatio="none"/>` +
    label(`Answer: ${answer}`, { x: 0, y: tall + 24, size: 16, weight: "bold" });
  return { width: 196, height: tall + 34, body, heading: "a picture" };
}

function drawBars(values: ArrayLike<number>, { names, heading }: { names: string[]; heading: string }): Drawing {
  const shown = Array.from(values).slice(0, mostBars);
  const limit = largestMagnitude([shown]);
  const left = 18 + Math.max(...names.slice(0, mostBars).map((name) => textWidth(name)));
  const signed = shown.some((value) => value < 0);
  const [zero, length] = signed ? [left + 60, 60] : [left, 120];
  const rows = shown.map((value, i) => {
    const size = Math.abs(value) / limit * length;
    const start = (value < 0 ? zero - size : zero).toFixed(1);
    const y = 20 * i;
    return label(names[i], { x: left - 6, y: y + 13, anchor: "end" }) +
      `<rect x="${start}" y="${y + 3}" width="${size.toFixed(1)}" height="13" ` +
      `fill="${value < 0 ? "#4393c3" : "#d6604d"}"/>` +
      label(value.toFixed(1).replace("-", "−"), { x: left + 126, y: y + 13 });
  });
  const others = names.length - mostBars;
  if (others > 0) rows.push(label(`and ${others} more`, { x: left, y: 20 * mostBars + 13 }));
  return { width: left + 170, height: 20 * rows.length + 4, body: rows.join(""), heading };
}
