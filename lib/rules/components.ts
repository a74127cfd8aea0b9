// Connected pixels.

/** Groups of pixels above the threshold that share edges, each in the order found. */
export function connect(
  values: Float64Array,
  above: number,
  { width, height }: { width: number; height: number },
): number[][] {
  const seen = new Uint8Array(values.length);
  const groups: number[][] = [];
  for (let start = 0; start < values.length; start++) {
    if (seen[start] || values[start] <= above) continue;
    const group = [start];
    seen[start] = 1;
    for (const i of group) {
      const x = i % width;
      const next = [x > 0 ? i - 1 : i, x < width - 1 ? i + 1 : i, i - width, i + width];
      for (const j of next) {
        if (j < 0 || j >= width * height || seen[j] || values[j] <= above) continue;
        seen[j] = 1;
        group.push(j);
      }
    }
    groups.push(group);
  }
  return groups;
}
