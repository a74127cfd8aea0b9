// Numbers of a neuron: the face of this room, which everybody outside imports from.

export { censusCurves, mostPolysemantic, takeCensus } from "./census.ts";
export { collectEvidence, type NetworkEvidence } from "./collection.ts";
export { type Connection, strongestConnections, weightsInto } from "./connections.ts";
export { contributionOverlap } from "./contributions.ts";
export { maximiseDiverse } from "./diverse_maximisation.ts";
export { diverseRows } from "./diverse_rows.ts";
export { activationColumn, type Exemplar, topIndices } from "./exemplars.ts";
export { type ClassCount, countClasses, gatherGroups, type ImageGroup } from "./image_groups.ts";
export { firstLayerOptimum, type Maximisation, maximise, type MaximiseSettings } from "./maximisation.ts";
export { gatherEvidence, type NeuronEvidence } from "./neuron_evidence.ts";
export { gatherOutputs, type OutputEvidence } from "./output_evidence.ts";
export { measurePolysemanticity } from "./polysemanticity.ts";
export { addRichEvidence, type RichEvidence, type ShownExemplar } from "./rich_evidence.ts";
export { activationsByClass, gatherStats, type NeuronStats } from "./statistics.ts";
export { neuronStrengths } from "./strengths.ts";
export { gatherXorEvidence, squareResponses, type XorEvidence } from "./xor_evidence.ts";
