// Texts that models read and write: the face of this room, which everybody outside imports from.

export { backgroundText, type NetworkFacts } from "./background_prompt.ts";
export { type GreyPixels, readGrids } from "./character_grids.ts";
export { readParts } from "./condense_prompt.ts";
export { type ConnectionLine, connectionLines, readConnections } from "./connection_lines.ts";
export type { EvidenceChoice, NetworkContext, PromptSettings, RichPart, Templates } from "./context.ts";
export { defaultSettings, defaultTemplates } from "./defaults.ts";
export { contactSheet, digitPicture, digitValue } from "./digit_pictures.ts";
export { explainLayers, explainNetwork, type ExplainProgress, type NeuronExplanation } from "./explain.ts";
export { joinLines } from "./fill.ts";
export { type Feature, featureLines, layerMessages, readFeatures } from "./layer_prompt.ts";
export { first, isFloat, matches, number, readBlocks } from "./line_patterns.ts";
export { type GroupLine, groupLine, meaningsMessages, readGroups, readMeanings } from "./meanings_prompt.ts";
export {
  layerLines,
  networkMessages,
  type OutputLine,
  outputLines,
  readLayers,
  readOutputs,
} from "./network_prompt.ts";
export { type ClassLine, neuronMessages, readStatistics, statisticsLines } from "./neuron_prompt.ts";
export { maximisingPicture, type PictureScale, readScale } from "./portraits.ts";
export { digitRequest, predictionMessages, readQuotedReply, type Summaries } from "./prediction_prompt.ts";
export { readEvidenceChoice, richParts } from "./rich_evidence.ts";
export { readEffects, showsMean } from "./rich_lines.ts";
export {
  type Question,
  questionRequest,
  readQuestion,
  readValues,
  type Scale,
  type Thing,
  writeValues,
} from "./questions.ts";
export { groupFeatures, summarise, summariseLayer, summariseNetwork, type Summary } from "./summarise.ts";
export { readXorNetwork } from "./xor_lines.ts";
export { xorMessages, xorValues } from "./xor_prompt.ts";
