// How a neuron's activation is distributed, with a slider to the pictures of each strength.
/// <reference lib="dom" />

import { figure, make } from "../web/dom.ts";
import { gallery, legend, section } from "./parts.ts";
import type { OpenRun, Session } from "./session.ts";

/** Draws the histogram over the fair sample, the slider, and the pictures nearest to its strength. */
export function drawDistribution(
  session: Session,
  { run, layer, neuron }: { run: OpenRun; layer: number; neuron: number },
): HTMLElement {
  const { stock } = session;
  const { activations } = run.seen();
  const value = (i: number) => activations[i][layer][neuron];
  const all = Array.from({ length: stock.count }, (_, i) => i);
  const active = all.slice(0, stock.fair).map(value).filter((one) => one > 0);
  const highest = Math.max(1e-6, ...all.map(value));
  const counts = new Array<number>(bins).fill(0);
  for (const one of active) counts[Math.min(bins - 1, Math.floor(bins * one / highest))]++;

  const strength = make("input", { type: "range", min: "0", max: "100", value: "50", "aria-label": "Strength" });
  const words = make("output", {});
  const chart = make("canvas", { width: 840, height: 160, className: "histogram", role: "img" });
  chart.setAttribute(
    "aria-label",
    `Histogram of its activation: silent for ${stock.fair - active.length} of ${stock.fair}`,
  );
  const pictures = make("div", {});
  const update = () => {
    const wanted = Number(strength.value) / 100 * highest;
    const nearest = all.toSorted((a, b) => Math.abs(value(a) - wanted) - Math.abs(value(b) - wanted)).slice(0, 9);
    words.textContent = figure(wanted);
    drawHistogram(chart, counts, Number(strength.value) / 100);
    pictures.replaceChildren(gallery(session, run, { places: nearest, words: (i) => figure(value(i)) }));
  };
  strength.addEventListener("input", update);
  update();
  return section(
    "How often it is how active",
    chart,
    make("label", { className: "strength" }, "Pictures of the strength ", strength, " ", words),
    pictures,
    legend(
      `Over ${stock.fair} test pictures; it is silent for ${stock.fair - active.length} of them, which are not drawn.`,
    ),
  );
}

const bins = 42;

function drawHistogram(canvas: HTMLCanvasElement, counts: readonly number[], marked: number): void {
  const context = canvas.getContext("2d")!;
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  const most = Math.max(1, ...counts);
  const chosen = Math.min(bins - 1, Math.floor(bins * marked));
  counts.forEach((count, i) => {
    const tall = (height - 4) * count / most;
    context.fillStyle = i === chosen ? "#d55e00" : "#2c8fc9";
    context.fillRect(i * width / bins + 1, height - tall, width / bins - 2, tall);
  });
  context.fillStyle = "#888888";
  context.fillRect(0, height - 1, width, 1);
}
