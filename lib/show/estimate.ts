// How long a piece of work will still take, learnt from how long its parts took.

/** Tells the time that is left; it counts recent parts for more than those long ago, because their pace changes. */
export interface Estimate {
  /** Learns that `done` parts were done at this time, in milliseconds. */
  learn(done: number, now: number): void;
  /** The milliseconds left until `total` parts are done, or undefined before the first part. */
  left(total: number, now: number): number | undefined;
}

/** Starts at this time, in milliseconds, with nothing done. */
export function startEstimate(start: number): Estimate {
  let [done, at] = [0, start];
  let pace: number | undefined;
  return {
    learn(nowDone, now) {
      if (nowDone <= done) return;
      const parts = nowDone - done;
      const latest = (now - at) / parts;
      // Each new part counts for a tenth, and what was known before for the rest.
      const kept = 0.9 ** parts;
      pace = pace === undefined ? latest : kept * pace + (1 - kept) * latest;
      [done, at] = [nowDone, now];
    },
    left(total, now) {
      if (pace === undefined) return undefined;
      if (done >= total) return 0;
      // The part under way takes as long as the others did, or longer: then the rest begins only now.
      return Math.max(pace - (now - at), 0) + (total - done - 1) * pace;
    },
  };
}

/** Writes a duration in words that do not pretend to be exact. */
export function writeDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return "a few seconds";
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`;
  return `about ${(seconds / 3600).toFixed(1)} h`;
}
