// Which neurons are scored where a layer has too many: those that can move the outputs most.

/** A neuron by its place. */
interface Place {
  readonly layer: number;
  readonly neuron: number;
  readonly dead?: boolean;
}

/**
 * The live neurons, at most `most` of each layer: the strongest ones, in the order in which they were given.
 *
 * @param strengths By layer and neuron: see neuronStrengths().
 */
export function chooseNeurons<Neuron extends Place>(
  neurons: readonly Neuron[],
  strengths: readonly (readonly number[])[],
  { most }: { most: number },
): Neuron[] {
  const live = Map.groupBy(neurons.filter(({ dead }) => !dead), ({ layer }) => layer);
  return [...live.values()].flatMap((layer) => {
    const strongest = layer.toSorted((a, b) => strengths[b.layer][b.neuron] - strengths[a.layer][a.neuron]);
    const chosen = new Set(strongest.slice(0, most));
    return layer.filter((one) => chosen.has(one));
  });
}

/** For people: which live neurons were left out, a sentence for each layer where there are some. */
export function describeLeftOut(neurons: readonly Place[], chosen: readonly Place[]): string[] {
  const isChosen = new Set(chosen.map(({ layer, neuron }) => `${layer} ${neuron}`));
  const live = Map.groupBy(neurons.filter(({ dead }) => !dead), ({ layer }) => layer);
  return [...live].flatMap(([layer, own]) => {
    const left = own.filter(({ neuron }) => !isChosen.has(`${layer} ${neuron}`));
    if (left.length === 0) return [];
    const names = left.length <= mostNamed ? `: ${left.map(({ neuron }) => neuron).join(", ")}` : "";
    return `Of ${own.length} live neurons of layer ${layer} the ${
      own.length - left.length
    } that can move the outputs ` +
      `most are scored, and ${left.length} are left out${names}.`;
  });
}

const mostNamed = 40;
