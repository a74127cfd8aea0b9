// How many requests are in flight: few at first, more while replies come quickly, half where the server has too many.

import pLimit from "p-limit";

export interface Pace {
  /** Runs the work when there is room. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Other requests follow: how quick the last ones were says nothing of them. */
  startStage(): void;
  /** A reply came, after so many milliseconds. */
  answered(milliseconds: number): void;
  /** The server had too many requests, or took too long for them. */
  overloaded(): void;
  readonly inFlight: number;
  /** How many may be in flight now. */
  readonly limit: number;
}

// A server that works on requests one after the other takes twice as long with two.
const slower = 1.7;

/**
 * Additive increase, multiplicative decrease, as in TCP's congestion control (RFC 5681): from one request in flight the
 * limit grows by one with each quick reply; after the first overload by one with each round of them. A reply is quick
 * where it took no much longer than the quickest with half as many in flight.
 *
 * @param most The limit's own limit.
 * @param start Where it starts: at `most` for what is no server and has no load.
 */
export function openPace(most: number, { start = 1 }: { start?: number } = {}): Pace {
  const limiter = pLimit(start);
  const quickest = new Map<number, number>(); // milliseconds, by the limit they came under
  let limit = start;
  let known = most; // an overload below this shows how much the server takes
  let round = 0;
  let lastCut = 0;
  const setLimit = (value: number) => {
    limit = Math.max(1, Math.min(most, value));
    limiter.concurrency = limit;
    round = 0;
  };
  return {
    run: (work) => limiter(work),
    startStage: () => quickest.clear(),
    answered(milliseconds) {
      quickest.set(limit, Math.min(quickest.get(limit) ?? Infinity, milliseconds));
      round++;
      const before = quickest.get(Math.max(1, Math.floor(limit / 2))) ?? quickest.get(1) ?? Infinity;
      const isQuick = milliseconds <= Math.max(slower * before, 200);
      if (limit < most && isQuick && (limit < known || round >= limit)) setLimit(limit + 1);
    },
    overloaded() {
      // One overload is met by many requests that were in flight together.
      if (performance.now() - lastCut < 1000) return;
      lastCut = performance.now();
      known = Math.max(1, Math.floor(limit / 2));
      setLimit(known);
    },
    get inFlight() {
      return limiter.activeCount;
    },
    get limit() {
      return limit;
    },
  };
}
