// The mean of a few measurements, such as one score for each seed, with Student's 95 % interval.

/** A mean with its interval; `low` and `high` are null for fewer than two values, `mean` for none. */
export interface MeanInterval {
  mean: number | null;
  low: number | null;
  high: number | null;
}

/**
 * The mean of n values and mean ± t·s/√n, with the sample's standard deviation s and the 97.5 % point t of Student's
 * distribution with n − 1 degrees of freedom (Student, "The probable error of a mean", 1908). For values that are
 * about normal; a bootstrap of so few would be too narrow.
 */
export function meanInterval(values: readonly number[]): MeanInterval {
  const count = values.length;
  if (count === 0) return { mean: null, low: null, high: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, low: null, high: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = studentPoint(count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half };
}

/** The 97.5 % point of Student's distribution: with t = √ν tan θ its density is that of cos^(ν−1) θ. */
export function studentPoint(freedom: number): number {
  const density = (angle: number) => Math.cos(angle) ** (freedom - 1);
  const half = integrate(density, Math.PI / 2);
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (integrate(density, middle) < 0.95 * half) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/** From 0 to the end, by Simpson's rule. */
function integrate(density: (x: number) => number, end: number, steps = 400): number {
  const step = end / steps;
  let sum = density(0) + density(end);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 0 ? 2 : 4) * density(i * step);
  return sum * step / 3;
}
