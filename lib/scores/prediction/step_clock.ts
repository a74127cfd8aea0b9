// Tells, once a second, how far many long steps are, and how long the rest will take by what the steps took so far.

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

/**
 * Runs chains of steps, so many chains side by side, each on a lane; the steps of a chain run one after the other. `run`
 * gets each step and its lane's number. The first failure stops all lanes before their next step.
 */
export async function runChains<Own extends Step>(
  chains: readonly (readonly Own[])[],
  run: (step: Own, lane: number) => Promise<void>,
  { atOnce = 1, onProgress, signal, now = performance.now.bind(performance) }: {
    atOnce?: number;
    onProgress?: (progress: StepProgress) => unknown;
    signal?: AbortSignal;
    now?: () => number;
  } = {},
): Promise<void> {
  const total = chains.flat().length;
  const spent = new Map<string, number[]>();
  const running = new Map<number, { step: Own; begun: number }>();
  const waiting = new Set(chains.flat());
  const ahead = [...chains];
  let done = 0;
  let failed = false;
  const tell = () => {
    if (running.size === 0) return;
    const under = [...running.values()].map(({ step, begun }) => ({ ...step, seconds: (now() - begun) / 1000 }));
    const left = secondsLeft([...under, ...waiting], spent);
    const rest = left === undefined ? "" : `, ${nameTime(left / atOnce)} left`;
    return onProgress?.({ done, total, doing: `${under.map(({ doing }) => doing).join("; ")}${rest}` });
  };
  const work = async (lane: number) => {
    for (let chain = ahead.shift(); chain !== undefined; chain = ahead.shift()) {
      for (const step of chain) {
        signal?.throwIfAborted();
        if (failed) return;
        const begun = now();
        waiting.delete(step);
        running.set(lane, { step, begun });
        await tell();
        await run(step, lane);
        running.delete(lane);
        done++;
        spent.set(step.kind, [...spent.get(step.kind) ?? [], (now() - begun) / 1000]);
      }
    }
  };
  const timer = setInterval(tell, 1000);
  try {
    await Promise.all(Array.from({ length: atOnce }, (_, lane) => work(lane)));
  } finally {
    failed = true;
    clearInterval(timer);
  }
  await onProgress?.({ done: total, total, doing: "done" });
}

/** The steps' mean times by their kinds, less what they have run; undefined where a kind has not been seen. */
function secondsLeft(
  steps: readonly (Step & { seconds?: number })[],
  spent: ReadonlyMap<string, readonly number[]>,
): number | undefined {
  let sum = 0;
  for (const { kind, seconds } of steps) {
    const times = spent.get(kind);
    if (times === undefined) return undefined;
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    sum += seconds === undefined ? mean : Math.max(0, mean - seconds);
  }
  return sum;
}

function nameTime(seconds: number): string {
  return seconds < 90 ? `about ${Math.ceil(seconds)} s` : `about ${Math.round(seconds / 60)} min`;
}
