// What a neuron is called in file names and captions.

/** L0N02 is neuron 2 of layer 0. */
export function neuronName({ layer, neuron }: { layer: number; neuron: number }): string {
  return `L${layer}N${String(neuron).padStart(2, "0")}`;
}
