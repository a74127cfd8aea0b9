// A progress bar below a notebook's cell: one display, replaced in place.

import { type Bundle, displayBundle, isInNotebook } from "./display.ts";
import { defuse, escapeHtml } from "./html.ts";

/** A bar that is on the page. */
export interface ProgressBar {
  /** Moves the bar to `done` of the total; sent only when the last change is older than the interval. */
  update(done: number, detail?: string): Promise<void>;
  /** Shows the last state, with its detail; wait for it before the cell ends. Nothing is sent after it. */
  finish(detail?: string): Promise<void>;
}

/**
 * Shows a progress bar. It holds no times, so that a notebook's outputs are the same in every run. `clock` gives
 * milliseconds; a console, which cannot replace a line, gets one every 5 seconds.
 */
export function progressBar(
  label: string,
  total: number,
  { clock = () => performance.now(), interval = isInNotebook() ? 100 : 5000, display = displayBundle } = {},
): ProgressBar {
  const id = `progress-${++count}`;
  let state = { label, total, done: 0, detail: "" };
  let sentAt = clock();
  let finished = false;
  let sending = display(progressBundle(state), { id });

  // One after the other, because updates of requests side by side would overtake each other.
  const send = () => {
    sentAt = clock();
    const bundle = progressBundle(state);
    return sending = sending.then(() => display(bundle, { id, update: true }));
  };
  return {
    async update(done, detail = state.detail) {
      if (finished) return;
      state = { ...state, done, detail };
      if (clock() - sentAt >= interval) await send();
    },
    async finish(detail = state.detail) {
      if (finished) return;
      finished = true;
      state = { ...state, detail };
      await send();
    },
  };
}

// A counter and no random id, so that a notebook's outputs are the same in every run.
let count = 0;

function progressBundle(state: { label: string; total: number; done: number; detail: string }): Bundle {
  const { label, total, done, detail } = state;
  const share = total > 0 ? Math.min(Math.max(done / total, 0), 1) : 1;
  const filled = Math.floor(20 * share);
  const bar = "█".repeat(filled) + "░".repeat(20 - filled);
  const text = `${done}/${total}` + (detail && `  ${detail}`);
  return {
    "text/plain": defuse(`${label}  ${bar}  ${text}`),
    "text/html": `<div>${escapeHtml(label)} <progress value="${share}"></progress> ${escapeHtml(text)}</div>`,
  };
}
