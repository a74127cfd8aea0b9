// Figures of a neuron as bars with their spread: class means, and scores with their intervals.
/// <reference lib="dom" />

import { figure, make } from "../web/dom.ts";
import type { Figure } from "./page_data.ts";

/**
 * A row for each class: its mean as a bar, one standard deviation as a thin line, the blank picture's value as a mark.
 */
export function classRows(
  classes: readonly { readonly mean: number | null; readonly std: number | null }[],
  names: readonly string[],
  blank: number,
): HTMLElement {
  const ends = classes.flatMap(({ mean, std }) => mean === null ? [] : mean + (std ?? 0));
  const largest = Math.max(1e-9, blank, ...ends);
  const share = (value: number) => 100 * Math.max(0, value) / largest;
  const rows = classes.map(({ mean, std }, i) => {
    if (mean === null) return row(names[i], [], "no pictures");
    const [low, high] = [share(mean - (std ?? 0)), share(mean + (std ?? 0))];
    return row(names[i], [bar(0, share(mean)), line(low, high), mark(share(blank))], figure(mean));
  });
  return make("div", { className: "rows", role: "group", "aria-label": "Mean activation by class" }, ...rows);
}

/** A row for each score, its interval as a thin line; scores run from 0 to 1. */
export function scoreRows(scores: readonly Figure[]): HTMLElement {
  const share = (value: number) => 100 * Math.min(1, Math.max(0, value));
  const rows = scores.map(({ name, value, low, high }) => {
    const known = low !== undefined && high !== undefined && low !== null && high !== null;
    const words = known ? `${figure(value, 2)} (${figure(low, 2)} … ${figure(high, 2)})` : figure(value, 2);
    return row(name, [bar(0, share(value)), known ? line(share(low), share(high)) : undefined], words);
  });
  return make("div", { className: "rows scores", role: "group", "aria-label": "Scores" }, ...rows);
}

function row(name: string, marks: readonly (HTMLElement | undefined)[], words: string): HTMLElement {
  return make(
    "div",
    { className: "row" },
    make("span", { className: "name" }, name),
    make("span", { className: "track" }, ...marks),
    make("span", { className: "value" }, words),
  );
}

function bar(left: number, width: number): HTMLElement {
  const span = make("span", { className: "bar" });
  span.style.transform = `scaleX(${(width / 100).toFixed(4)})`;
  return place(span, left, 0);
}

function line(from: number, to: number): HTMLElement {
  return place(make("span", { className: "between" }), from, to - from);
}

function mark(at: number): HTMLElement {
  return place(make("span", { className: "level" }), at, 0);
}

function place(span: HTMLElement, left: number, width: number): HTMLElement {
  span.style.left = `${left.toFixed(2)}%`;
  if (width > 0) span.style.width = `${width.toFixed(2)}%`;
  return span;
}
