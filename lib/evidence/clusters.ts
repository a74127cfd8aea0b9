// Clusters among rows of numbers: Ward's hierarchy, cut where the silhouette says that its groups are apart.

// @ts-types="@types/d3-array"
import { sum } from "d3-array";
import { agnes } from "ml-hclust";

/** The groups found, and how well the best cut into two or more separates them. */
export interface Clusters {
  /** The rows' places, in order; the largest cluster first. One alone where no cut is good enough. */
  clusters: number[][];
  /** The mean silhouette of the best cut, taken or not, from -1 to 1; null where there are fewer than three rows. */
  silhouette: number | null;
}

/**
 * Joins, again and again, the two clusters whose union adds least to the sum of squared distances from the means (Ward,
 * "Hierarchical grouping to optimize an objective function", 1963), and cuts that hierarchy into two to `most` clusters,
 * as many as give the largest mean silhouette. A silhouette below `least` is no structure worth the name (a quarter by
 * the rule of thumb of Kaufman and Rousseeuw, "Finding Groups in Data", 1990): all rows stay one cluster. Nothing is
 * random.
 */
export function clusterRows(
  rows: readonly ArrayLike<number>[],
  { most = 5, least = 0.25 }: { most?: number; least?: number } = {},
): Clusters {
  const squares = squaredDistances(rows);
  const distances = squares.map((row) => row.map(Math.sqrt));
  const all = rows.length === 0 ? [] : [[...rows.keys()]];
  let best: Clusters = { clusters: all, silhouette: null };
  // The method is Ward's own where the distances are squared ones.
  const hierarchy = rows.length > 2 ? agnes(squares, { method: "ward", isDistanceMatrix: true }) : undefined;
  for (let count = 2; hierarchy !== undefined && count <= Math.min(most, rows.length - 1); count++) {
    const clusters = hierarchy.group(count).children.map((cluster) => cluster.indices().sort((a, b) => a - b))
      .sort((a, b) => a[0] - b[0]);
    const silhouette = meanSilhouette(distances, clusters);
    if (silhouette >= (best.silhouette ?? -Infinity)) best = { clusters, silhouette };
  }
  const isApart = best.silhouette !== null && best.silhouette >= least;
  const clusters = isApart ? best.clusters : all;
  return { clusters: clusters.sort((a, b) => b.length - a.length || a[0] - b[0]), silhouette: best.silhouette };
}

/**
 * The mean silhouette of a clustering (Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of
 * cluster analysis", 1987): (b − a) / max(a, b), where a is a row's mean distance from its own cluster's others and b
 * that from the nearest other cluster's rows; 0 for a row that is alone.
 */
export function meanSilhouette(
  distances: readonly (readonly number[])[],
  clusters: readonly (readonly number[])[],
): number {
  let silhouettes = 0;
  for (const own of clusters) {
    for (const row of own) {
      if (own.length === 1) continue;
      const total = (cluster: readonly number[]) => sum(cluster, (other) => distances[row][other]);
      const a = total(own) / (own.length - 1);
      const b = Math.min(...clusters.filter((other) => other !== own).map((other) => total(other) / other.length));
      silhouettes += a === b ? 0 : (b - a) / Math.max(a, b);
    }
  }
  return silhouettes / clusters.flat().length;
}

function squaredDistances(rows: readonly ArrayLike<number>[]): number[][] {
  // Half of a digit's pixels are blank in all rows: they take half of the time, and add nothing.
  const varying = Array.from(rows[0] ?? [], (_, k) => k).filter((k) => rows.some((row) => row[k] !== rows[0][k]));
  const packed = rows.map((row) => Float64Array.from(varying, (k) => row[k]));
  const squares = rows.map(() => new Array<number>(rows.length).fill(0));
  packed.forEach((row, i) => {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < row.length; k++) {
        const gap = row[k] - packed[j][k];
        sum += gap * gap;
      }
      squares[i][j] = squares[j][i] = sum;
    }
  });
  return squares;
}
