// What makes an output, or one output rather than another: each neuron's activation times its weight, and the bias.
/// <reference lib="dom" />

import { figure } from "../web/dom.ts";
import { fixedRows, legend } from "./parts.ts";
import { addressOf, type OpenRun, type Session } from "./session.ts";

/** A part of an output, and the neuron that it comes from, if it comes from one. */
export interface Part {
  readonly name: string;
  readonly value: number;
  readonly dead: boolean;
  readonly from?: number;
}

/**
 * The parts of an output, the largest first and the bias last; with another output, of the difference of the two. They sum
 * to the logit. Of many neurons the weakest are one part, and so are all pixels where there is no hidden layer.
 *
 * @param input What the last layer gets: activations, or pixels.
 * @param other The other output; below zero for none.
 */
export function addUp(
  { network, view }: OpenRun,
  { input, output, other }: { input: Float32Array; output: number; other: number },
): Part[] {
  const { outputs, weights, bias } = network.layers[network.layers.length - 1];
  const less = (values: Float32Array, start: number) =>
    values[start + output] - (other < 0 ? 0 : values[start + other]);
  const terms = Array.from(input, (value, from) => ({ from, value: value * less(weights, from * outputs) }));
  const last: Part = { name: "bias", value: less(bias, 0), dead: false };
  const neurons = view.layers[view.layers.length - 1];
  if (!neurons) return [{ name: "all pixels", value: sum(terms), dead: false }, last];
  terms.sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.from - b.from);
  const shown = terms.slice(0, mostShown).map((term): Part => ({ ...term, ...neurons[term.from] }));
  const rest = terms.slice(mostShown);
  const others: Part[] = rest.length === 0 ? [] : [{ name: `${rest.length} others`, value: sum(rest), dead: false }];
  return [...shown, ...others, last];
}

/** Draws the parts as bars, their sum below them; a press on a neuron goes to its view. */
export function drawParts(session: Session, run: OpenRun, parts: readonly Part[]): Node[] {
  const total = sum(parts);
  const all: Part[] = [...parts, { name: "sum", value: total, dead: false }];
  const neurons = run.view.layers[run.view.layers.length - 1];
  const rows = fixedRows(all.map(({ value }) => value), {
    names: all.map(({ name }) => name),
    dead: all.map(({ dead }) => dead),
    label: "What the output is made of",
    signed: true,
    onPress(row) {
      const { from } = all[row];
      if (from !== undefined) location.hash = addressOf(session, run, neurons[from].name);
    },
  }, all.length - 1);
  return [rows, legend(`Activation times weight, neuron by neuron; with the bias they add up to ${figure(total, 2)}.`)];
}

const mostShown = 24;

function sum(parts: readonly { readonly value: number }[]): number {
  return parts.reduce((total, { value }) => total + value, 0);
}
