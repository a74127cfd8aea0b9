// How different several vectors are: their lengths, each less what it shares with the others.

/** The diversity of vectors, the gradient of it by each of them, and the cosine between each two. */
export interface Diversity {
  diversity: number;
  slopes: Float64Array[];
  cosines: number[][];
}

/**
 * D = Σ |hᵢ| − 1/(n−1) Σ_{i≠j} hᵢ·hⱼ / |hⱼ| = Σ |hᵢ| (1 − mean_{j≠i} cos(hᵢ, hⱼ)): large where the vectors are long and
 * their scalar products are small, 0 where all point one way, and in the vectors' own unit. For vectors without negative
 * entries, as activations are, it is never below 0 and at most Σ |hᵢ|. A vector of zeros has cosine 0 and gradient 0 with
 * all; one vector alone has diversity 0.
 */
export function diversityOf(vectors: readonly ArrayLike<number>[]): Diversity {
  const lengths = vectors.map((vector) => Math.sqrt(dot(vector, vector)));
  const units = vectors.map((vector, i) =>
    Float64Array.from({ length: vector.length }, (_, k) => lengths[i] === 0 ? 0 : vector[k] / lengths[i])
  );
  const cosines = units.map((one, i) => units.map((other, j) => i === j ? 1 : dot(one, other)));
  const others = vectors.length - 1;
  if (others < 1) return { diversity: 0, slopes: units.map((unit) => unit.map(() => 0)), cosines };
  let diversity = 0;
  const slopes = units.map((own, i) => {
    const slope = own.slice();
    diversity += lengths[i];
    for (let j = 0; j < units.length; j++) {
      if (j === i) continue;
      diversity -= lengths[i] * cosines[i][j] / others;
      // Out of hᵢ·uⱼ comes uⱼ; out of hⱼ·uᵢ, whose direction turns with hᵢ, what of hⱼ stands across it.
      const ratio = lengths[i] === 0 ? 0 : lengths[j] / lengths[i];
      for (let k = 0; k < slope.length; k++) {
        slope[k] -= (units[j][k] + ratio * (units[j][k] - cosines[i][j] * own[k])) / others;
      }
    }
    return lengths[i] === 0 ? slope.fill(0) : slope;
  });
  return { diversity, slopes, cosines };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
