// Chooses a few of many columns whose weighted sum is nearest to an aim, by their covariances alone.

/** A least-squares problem with forbidden pairs. */
export interface SelectionProblem {
  /** The covariance of each column with the aim. */
  aims: readonly number[];
  /** The sign that each column's weight must have. */
  signs: readonly number[];
  /** How much of a column's gain counts where it competes with others. */
  worth: readonly number[];
  /** The covariance of two columns, with what a weight costs on the diagonal. */
  gram: (i: number, k: number) => number;
  clash: (i: number, k: number) => boolean;
}

/**
 * At most `count` columns. Greedy choice, each step with all weights fitted anew (Pati et al., "Orthogonal matching
 * pursuit", 1993), then the best other column in the place of each chosen one, while that helps.
 */
export function selectColumns(problem: SelectionProblem, count: number): number[] {
  let chosen: number[] = [];
  while (chosen.length < count) {
    const next = bestAddition(problem, chosen);
    if (next === undefined) break;
    chosen.push(next);
  }
  for (let round = 0; round < 4; round++) {
    const before = new Set(chosen);
    for (const index of before) {
      const others = chosen.filter((other) => other !== index);
      const better = bestAddition(problem, others);
      if (better !== undefined) chosen = [...others, better];
    }
    if (chosen.every((index) => before.has(index))) break;
  }
  return chosen;
}

/** Coordinate descent: each weight in turn the best that can be told (see `round`) beside the others, of its sign. */
export function fitWeights(
  { aims, signs, gram }: SelectionProblem,
  chosen: readonly number[],
  round: (weight: number) => number,
): number[] {
  const weights = chosen.map(() => 0);
  const descend = (tell: (weight: number) => number) =>
    chosen.forEach((index, i) => {
      const others = chosen.reduce((sum, other, k) => k === i ? sum : sum + weights[k] * gram(index, other), 0);
      const best = (aims[index] - others) / gram(index, index);
      weights[i] = Math.sign(best) === signs[index] ? tell(best) : 0;
    });
  for (let sweep = 0; sweep < 200; sweep++) descend((weight) => weight);
  for (let sweep = 0; sweep < 20; sweep++) descend(round);
  return weights;
}

/**
 * The column that lowers the error most beside those that are chosen, all weights fitted anew: a Cholesky factorisation
 * of the chosen rows, which leaves of each other column what they do not explain.
 */
function bestAddition(
  { aims, signs, worth, gram, clash }: SelectionProblem,
  chosen: readonly number[],
): number | undefined {
  const total = aims.length;
  const left = Float64Array.from(aims);
  const norms = Float64Array.from({ length: total }, (_, i) => gram(i, i));
  const columns: Float64Array[] = [];
  for (const index of chosen) {
    const root = Math.sqrt(Math.max(norms[index], tiny));
    const column = new Float64Array(total);
    for (let i = 0; i < total; i++) {
      let value = gram(i, index);
      for (const earlier of columns) value -= earlier[i] * earlier[index];
      column[i] = value / root;
    }
    const coefficient = left[index] / root;
    for (let i = 0; i < total; i++) {
      left[i] -= column[i] * coefficient;
      norms[i] -= column[i] ** 2;
    }
    columns.push(column);
  }
  let [best, most]: [number | undefined, number] = [undefined, 0];
  for (let i = 0; i < total; i++) {
    if (norms[i] < tiny || Math.sign(left[i]) !== signs[i] || chosen.includes(i)) continue;
    const gain = worth[i] * left[i] ** 2 / norms[i];
    if (gain > most && !chosen.some((other) => clash(i, other))) [best, most] = [i, gain];
  }
  return best;
}

const tiny = 1e-9;
