// Pictures of the test set: a search for them, and of one of them what each neuron adds to each output.
/// <reference lib="dom" />

import { softmax } from "../../network/mod.ts";
import { drawInk, make, pictureCanvas } from "../web/dom.ts";
import { addUp, drawParts } from "./contributions.ts";
import { fixedRows, gallery, legend, scaleFor, section } from "./parts.ts";
import type { OpenRun, Session } from "./session.ts";

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

/** One picture: the answer, and what each neuron adds to an output, or to one output rather than to another. */
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
  const other = select("rather than", ["nothing", ...names]);
  output.value = names[answer];
  const update = () => {
    const input = layers.length === 1 ? stock.pixels(picture) : layers[layers.length - 2];
    const parts = addUp(run, { input, output: output.selectedIndex, other: other.selectedIndex - 1 });
    bars.replaceChildren(...drawParts(session, run, parts));
  };
  for (const choice of [output, other]) choice.addEventListener("input", update);
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
    section("How it adds up", make("form", {}, output.parentElement, other.parentElement), bars),
  ];
}

function select(words: string, options: readonly string[]): HTMLSelectElement {
  const choice = make("select", {}, ...options.map((option) => make("option", { value: option }, option)));
  make("label", {}, `${words} `, choice);
  return choice;
}
