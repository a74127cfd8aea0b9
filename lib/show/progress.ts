// A progress bar below a notebook's cell: one display, replaced in place.

import { type Bundle, displayBundle, isInNotebook } from "./display.ts";
import { startEstimate, writeDuration } from "./estimate.ts";
import { defuse, escapeHtml } from "./html.ts";

/** A bar that is on the page. */
export interface ProgressBar {
  /** Moves the bar to `done` of the total; sent only when the last change is older than the interval. */
  update(done: number, detail?: string): Promise<void>;
  /** Shows the last state, with its detail; wait for it before the cell ends. Nothing is sent after it. */
  finish(detail?: string): Promise<void>;
}

/**
 * Shows a progress bar. While work is under way it is drawn anew each second with the time that is left, as far as that
 * can be learnt; its last state holds no times, so that a notebook's outputs are the same in every run. `clock` gives
 * milliseconds; a console, which cannot replace a line, gets one every 5 seconds.
 */
export function progressBar(
  label: string,
  total: number,
  { clock = () => performance.now(), interval = isInNotebook() ? 100 : 5000, display = displayBundle } = {},
): ProgressBar {
  const id = `progress-${++count}`;
  const estimate = startEstimate(clock());
  let state: State = { label, total, done: 0, detail: "" };
  let [sentAt, movedAt] = [clock(), clock()];
  let sending = display(progressBundle(state), { id });

  // One after the other, because updates of requests side by side would overtake each other.
  const send = (left?: number) => {
    sentAt = clock();
    const bundle = progressBundle({ ...state, left });
    return sending = sending.then(() => display(bundle, { id, update: true }));
  };
  const ticking = setInterval(() => {
    if (clock() - movedAt > abandonedAfter) clearInterval(ticking);
    else if (clock() - sentAt >= Math.max(interval, everySecond)) send(estimate.left(total, clock()));
  }, everySecond);
  Deno.unrefTimer(ticking);

  let finished = false;
  return {
    async update(done, detail = state.detail) {
      if (finished) return;
      state = { ...state, done, detail };
      movedAt = clock();
      estimate.learn(done, movedAt);
      if (movedAt - sentAt >= interval) await send(estimate.left(total, movedAt));
    },
    async finish(detail = state.detail) {
      if (finished) return;
      finished = true;
      clearInterval(ticking);
      state = { ...state, detail };
      await send();
    },
  };
}

const everySecond = 1000;
// A cell that was stopped or failed never finishes its bar.
const abandonedAfter = 10 * 60 * 1000;

// A counter and no random id, so that a notebook's outputs are the same in every run.
let count = 0;

interface State {
  label: string;
  total: number;
  done: number;
  detail: string;
  /** Milliseconds until the end, where they are known. */
  left?: number;
}

function progressBundle({ label, total, done, detail, left }: State): Bundle {
  const share = total > 0 ? Math.min(Math.max(done / total, 0), 1) : 1;
  const filled = Math.floor(20 * share);
  const bar = "█".repeat(filled) + "░".repeat(20 - filled);
  const text = [`${done}/${total}`, detail, left === undefined ? "" : `${writeDuration(left)} left`]
    .filter(Boolean).join("  ");
  return {
    "text/plain": defuse(`${label}  ${bar}  ${text}`),
    "text/html": `<div>${escapeHtml(label)} <progress value="${share}"></progress> ${escapeHtml(text)}</div>`,
  };
}
