// Texts that models read and write: the face of this room, which everybody outside imports from.

export { readEvidenceChoice } from "./evidence_choice.ts";
export { explainLayers, type ExplainProgress, type NeuronExplanation, summarise, type Summary } from "./explain.ts";
export {
  type ClassLine,
  type ConnectionLine,
  featureLines,
  layerLines,
  outputLines,
  type PictureScale,
  statisticsLines,
} from "./lines.ts";
export { groupLine, meaningsMessages, readMeanings } from "./meanings_prompt.ts";
export {
  backgroundText,
  defaultNeuronWording,
  layerMessages,
  maximisingPicture,
  type NetworkContext,
  networkMessages,
  neuronMessages,
} from "./messages.ts";
export {
  type Question,
  questionRequest,
  readQuestion,
  readValues,
  type Scale,
  type Thing,
  writeValues,
} from "./questions.ts";
export { digitWording, halfWrongSentence, predictionWording } from "./reading.ts";
export { contactSheet } from "./rich_lines.ts";
export { addRichParagraphs } from "./rich_prompt.ts";
export { claimWording, detectionWording, simulationWording } from "./scoring.ts";
export { layerWording, renderMessages } from "./templates.ts";
export { xorMessages, xorValues } from "./xor_messages.ts";
