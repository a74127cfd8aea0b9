// Values as rows of a name, a bar and a figure, which move as one draws.
/// <reference lib="dom" />

import { figure, make } from "../web/dom.ts";

/** Rows whose bars can be moved. */
export interface Rows {
  readonly element: HTMLElement;
  /** Moves the bars; `chosen` marks one row, such as the network's answer. */
  update(values: ArrayLike<number>, chosen?: number): void;
  /** Marks the row that was pressed. */
  press(row: number | undefined): void;
}

/** What a row is called, whether it is dead, and what its press does. */
export interface RowNames {
  readonly names: readonly string[];
  readonly dead?: readonly boolean[];
  readonly label: string;
  /** Bars run from the left, or to both sides of zero. */
  readonly signed: boolean;
  readonly onPress?: (row: number) => void;
}

/** Makes rows; the bars' scale grows with the largest value seen. */
export function makeRows({ names, dead = [], label, signed, onPress }: RowNames): Rows {
  let limit = 1;
  const rows = names.map((name, i) => {
    const bar = make("span", { className: "bar" });
    const value = make("span", { className: "value" });
    const parts = [make("span", { className: "name" }, name), make("span", { className: "track" }, bar), value];
    const row = onPress
      ? make("button", { type: "button", "aria-pressed": "false" }, ...parts)
      : make("div", {}, ...parts);
    row.classList.add("row");
    if (dead[i]) row.classList.add("dead");
    row.addEventListener("click", () => onPress?.(i));
    return { row, bar, value };
  });
  const element = make("div", { className: signed ? "rows signed" : "rows", role: "group", "aria-label": label });
  element.style.setProperty("--name", `${Math.max(...names.map((name) => name.length)) + 1}ch`);
  element.append(...rows.map(({ row }) => row));
  let shown: { values: ArrayLike<number>; chosen?: number } = { values: new Float32Array(names.length) };
  let first = 0;
  // Of many rows those in sight are moved, the others when they come into sight: all of them take longer than a frame.
  const last = () => rows.length <= mostMoved ? rows.length : Math.min(rows.length, first + mostMoved);
  const move = () => {
    for (let i = first; i < last(); i++) {
      const { row, bar, value } = rows[i];
      const own = shown.values[i];
      // Moved without laying the page out anew.
      const share = own / limit * (signed ? 0.5 : 1);
      bar.style.transform = signed ? `translateX(50%) scaleX(${share.toFixed(4)})` : `scaleX(${share.toFixed(4)})`;
      bar.classList.toggle("negative", own < 0);
      const text = dead[i] ? "dead" : figure(own);
      if (value.textContent !== text) value.textContent = text;
      value.dataset.value = String(own);
      row.classList.toggle("chosen", i === shown.chosen);
    }
  };
  element.addEventListener("scroll", () => {
    if (rows.length > mostMoved) first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - 1);
    move();
  });
  return {
    element,
    update(values, chosen) {
      for (let i = 0; i < rows.length; i++) limit = Math.max(limit, Math.abs(values[i]));
      shown = { values, chosen };
      move();
    },
    press(pressed) {
      rows.forEach(({ row }, i) => row.setAttribute("aria-pressed", String(i === pressed)));
    },
  };
}

// As the style sheet has it; a list in sight has 15 rows.
const rowHeight = 22;
const mostMoved = 30;
