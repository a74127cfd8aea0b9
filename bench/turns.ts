// Measuring in turn: A B A B, so that a slow minute of the machine strikes all alike.

/** A line of the table: seconds unless the name says otherwise. A goal is the most that the ratio may be. */
export interface Row {
  name: string;
  ours: number;
  peer?: number;
  /** ours ÷ peer. */
  ratio?: number;
  goal?: number;
}

/**
 * Measures ours and then each peer, once a round, and gives each one's median. A peer that is not there is left out.
 */
export async function measureInTurn<Name extends string>(
  ours: () => Promise<number>,
  peers: Record<Name, (() => Promise<number>) | undefined>,
  rounds: number,
): Promise<{ ours: number; peers: Record<Name, number | undefined> }> {
  const measurements = Object.entries<(() => Promise<number>) | undefined>({ ...peers, ours });
  const found = new Map<string, number[]>(measurements.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of measurements) if (measure) found.get(name)!.push(await measure());
  }
  const medians = Object.keys(peers).map((name) => [name, median(found.get(name)!)]);
  return { ours: median(found.get("ours")!)!, peers: Object.fromEntries(medians) };
}

/** A row with its ratio; without a peer it has neither. */
export function compare(name: string, ours: number, { peer, goal }: { peer?: number; goal?: number } = {}): Row {
  return {
    name,
    ours,
    ...(peer === undefined ? {} : { peer, ratio: ours / peer }),
    ...(goal === undefined ? {} : { goal }),
  };
}

/** The seconds that a piece of work takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
