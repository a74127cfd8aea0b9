// Pictures of the test set: a search for them, and of one of them what each neuron adds to each output.
/// <reference lib="dom" />

import { softmax } from "../../network/mod.ts";
import { drawInk, figure, make, pictureCanvas } from "../web/dom.ts";
import { fixedRows, gallery, legend, scaleFor, section } from "./parts.ts";
import { addressOf, type OpenRun, type Session } from "./session.ts";

/** A search by label, answer, and whether the answer is right. */
export function drawSearch(session: Session, run: OpenRun): Node[] {
  const { stock } = session;
  const { answers } = run.seen();
  const names = run.view.classNames;
  const label = select("is a", ["any", ...names]);
  const answer = select("the network says", ["any", ...names]);
  const right = select("and is", ["right or wrong", "right", "wrong"]);
  const found = make("div", { "aria-live": "polite" });
  const update = () => {
    const places = Array.from({ length: stock.count }, (_, i) => i).filter((i) =>
      (label.value === "any" || names[stock.labels[i]] === label.value) &&
      (answer.value === "any" || names[answers[i]] === answer.value) &&
      (right.value === "right or wrong" || (answers[i] === stock.labels[i]) === (right.value === "right"))
    );
    const words = (i: number) =>
      answers[i] === stock.labels[i] ? names[answers[i]] : `${names[stock.labels[i]]}, says ${names[answers[i]]}`;
    found.replaceChildren(
      make("p", {}, `${places.length} pictures${places.length > mostShown ? `, the first ${mostShown}:` : ":"}`),
      gallery(session, run, { places: places.slice(0, mostShown), words }),
    );
  };
  const form = make("form", {}, ...[label, answer, right].map((choice) => choice.parentElement));
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  update();
  const extra = stock.count - stock.fair;
  return [
    legend(`${stock.fair} test pictures as they come, and ${extra} more: mistakes, and what excites a neuron most.`),
    form,
    found,
  ];
}

const mostShown = 60;

/** One picture: the answer, and for a chosen output the bars that sum to its logit. */
export function drawPicture(session: Session, run: OpenRun, picture: number): Node[] {
  const { stock } = session;
  const names = run.view.classNames;
  const seen = run.seen();
  const layers = seen.activations[picture];
  const logits = layers[layers.length - 1];
  const shares = softmax(logits);
  const [answer, truth] = [seen.answers[picture], stock.labels[picture]];
  const canvas = pictureCanvas({ ...run.view, scale: scaleFor(run.view, 196), label: `A ${names[truth]}` });
  drawInk(canvas, stock.pixels(picture));
  const verdict = answer === truth ? "and is right" : `and is wrong: it is a ${names[truth]}`;
  const bars = make("div", { className: "bars", "aria-live": "polite" });
  const output = select("What makes output", names);
  output.value = names[answer];
  const update = () =>
    bars.replaceChildren(...contributions(session, run, { layers, output: output.selectedIndex, picture }));
  output.addEventListener("input", update);
  update();
  return [
    make(
      "div",
      { className: "side" },
      canvas,
      make(
        "div",
        { className: "text" },
        make("p", {}, `The network says ${names[answer]} (${Math.round(100 * shares[answer])} %) ${verdict}.`),
        fixedRows(logits, { names, signed: true, label: "Outputs" }, answer),
      ),
    ),
    section("How it adds up", make("form", {}, output.parentElement), bars),
  ];
}

function contributions(
  session: Session,
  run: OpenRun,
  { layers, output, picture }: { layers: readonly Float32Array[]; output: number; picture: number },
): Node[] {
  const { network, view } = run;
  const final = network.layers[network.layers.length - 1];
  if (network.layers.length === 1) {
    const logit = layers[0][output];
    const ink = session.stock.pixels(picture);
    let sum = 0;
    ink.forEach((value, i) => sum += value * final.weights[i * final.outputs + output]);
    const values = [sum, final.bias[output], logit];
    const names = ["all pixels", "bias", "sum: the output"];
    return [fixedRows(values, { names, signed: true, label: "What the output is made of" }, 2)];
  }
  const before = layers[layers.length - 2];
  const neurons = view.layers[view.layers.length - 1];
  const terms = Array.from(before, (value, i) => value * final.weights[i * final.outputs + output]);
  const order = Array.from(terms.keys()).sort((a, b) => Math.abs(terms[b]) - Math.abs(terms[a]));
  const shown = order.slice(0, 24);
  const rest = order.slice(24).reduce((sum, i) => sum + terms[i], 0);
  const parts = [
    ...shown.map((i) => ({ name: neurons[i].name, value: terms[i], dead: neurons[i].dead })),
    ...(order.length > 24 ? [{ name: `${order.length - 24} others`, value: rest, dead: false }] : []),
    { name: "bias", value: final.bias[output], dead: false },
  ];
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const all = [...parts, { name: "sum: the output", value: total, dead: false }];
  const go = (row: number) => {
    if (row < shown.length) location.hash = addressOf(session, run, neurons[shown[row]].name);
  };
  return [
    fixedRows(all.map(({ value }) => value), {
      names: all.map(({ name }) => name),
      dead: all.map(({ dead }) => dead),
      label: "What the output is made of",
      signed: true,
      onPress: go,
    }, all.length - 1),
    legend(`Activation times weight, neuron by neuron; with the bias they add up to ${figure(total, 2)}.`),
  ];
}

function select(words: string, options: readonly string[]): HTMLSelectElement {
  const choice = make("select", {}, ...options.map((option) => make("option", { value: option }, option)));
  make("label", {}, `${words} `, choice);
  return choice;
}
