// Tells, once a second, how far a long row of steps is, and how long the rest will take by what the steps took so far.

/** A step of the row: steps of one kind take about the same time. */
export interface Step {
  kind: string;
  doing: string;
}

/** How far it is; `doing` says what is done, and about how long the rest takes once every kind has been seen. */
export interface StepProgress {
  done: number;
  total: number;
  doing: string;
}

/** Runs the steps one after the other; `run` gets each step, and is told of nothing else. */
export async function runSteps<Own extends Step>(
  steps: readonly Own[],
  run: (step: Own) => Promise<void>,
  { onProgress, signal, now = performance.now.bind(performance) }: {
    onProgress?: (progress: StepProgress) => unknown;
    signal?: AbortSignal;
    now?: () => number;
  } = {},
): Promise<void> {
  const spent = new Map<string, number[]>();
  let current = 0;
  let begun = now();
  const tell = () => {
    const left = secondsLeft(steps.slice(current), spent, (now() - begun) / 1000);
    const rest = left === undefined ? "" : `, ${nameTime(left)} left`;
    return onProgress?.({ done: current, total: steps.length, doing: `${steps[current].doing}${rest}` });
  };
  const timer = setInterval(tell, 1000);
  try {
    for (; current < steps.length; current++) {
      signal?.throwIfAborted();
      const { kind } = steps[current];
      begun = now();
      await tell();
      await run(steps[current]);
      spent.set(kind, [...spent.get(kind) ?? [], (now() - begun) / 1000]);
    }
  } finally {
    clearInterval(timer);
  }
  await onProgress?.({ done: steps.length, total: steps.length, doing: "done" });
}

/** The steps' mean times by their kinds, less what the first has run; undefined where a kind has not been seen. */
function secondsLeft(
  steps: readonly Step[],
  spent: ReadonlyMap<string, readonly number[]>,
  running: number,
): number | undefined {
  let sum = 0;
  for (const [i, { kind }] of steps.entries()) {
    const times = spent.get(kind);
    if (times === undefined) return undefined;
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    sum += i === 0 ? Math.max(0, mean - running) : mean;
  }
  return sum;
}

function nameTime(seconds: number): string {
  return seconds < 90 ? `about ${Math.ceil(seconds)} s` : `about ${Math.round(seconds / 60)} min`;
}
