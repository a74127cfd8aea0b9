// A run and what it keeps: the face of this room, which everybody outside imports from.

export { type MaximiseRecord, readMaximisations, readStats, writeMaximisations, writeStats } from "./evidence_files.ts";
export { readExplanations, writeExplanations, writeNeuronScores } from "./explanation_files.ts";
export { neuronName } from "./neuron_name.ts";
export {
  chatOptionsOf,
  loadData,
  loadRunData,
  openRunChat,
  openTrained,
  readEvidence,
  type TrainedRun,
} from "./open.ts";
export { keepChoices, keepTemplate, readPromptSettings } from "./prompt_files.ts";
export { describeProvenance } from "./provenance.ts";
export { statsSchema, trainingSchema } from "./records.ts";
export { closeRuns, openRun, type Run } from "./run.ts";
export { readJson, writeBytes, writeJson } from "./run_files.ts";
export {
  readFinalScore,
  readLayers,
  readSummaries,
  writeLayers,
  writeNetworkSummary,
  writePredictions,
} from "./summary_files.ts";
export { readTraining, type TrainingRecord, writeTraining } from "./training_files.ts";
export { whoAnswers } from "./who_answers.ts";
