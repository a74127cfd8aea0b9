// Numbers of a neuron: the face of this room, which everybody outside imports from.

export {
  attributionOverlap,
  type Connection,
  directLogitAttribution,
  gradientTimesInput,
  strongestConnections,
} from "./attribution.ts";
export { type Census, censusCurves, mostPolysemantic, takeCensus } from "./census.ts";
export { collectEvidence, type NetworkEvidence } from "./collection.ts";
export { type Margin, marginBetween, type MarginPart } from "./decision.ts";
export { diverseRows, maximiseDiverse } from "./diverse_maximisation.ts";
export { toldByChance } from "./effective_counts.ts";
export { activationColumn, type Exemplar, topIndices } from "./exemplars.ts";
export { type ClassCount, countClasses, gatherGroups, type ImageGroup, strongestOfEachClass } from "./image_groups.ts";
export { firstLayerOptimum, type Maximisation, maximise, type MaximiseSettings } from "./maximisation.ts";
export { gatherEvidence, type NeuronEvidence, type RichEvidence, type ShownExemplar } from "./neuron_evidence.ts";
export { gatherOutputs, type OutputEvidence } from "./output_evidence.ts";
export { measurePolysemanticity, type Polysemanticity } from "./polysemanticity.ts";
export { addRichEvidence } from "./rich_evidence.ts";
export { activationsByClass, blankActivations, gatherStats, type NeuronStats } from "./statistics.ts";
export { neuronStrengths } from "./strengths.ts";
export { gatherXorEvidence, squareResponses, type XorEvidence } from "./xor_evidence.ts";
