// A run and what it keeps: the face of this room, which everybody outside imports from.

export { readExplanations, readLayers, readSummaries, writeExplanations } from "./explanation_files.ts";
export { writeLayers, writeNetworkSummary, writeNeuronScores } from "./explanation_files.ts";
export { neuronName } from "./neuron_name.ts";
export { loadRunData, openRunChat, openTrained, readEvidence, type TrainedRun } from "./open.ts";
export { keepChoices, keepTemplate, readPromptSettings } from "./prompt_files.ts";
export { statsSchema, trainingSchema } from "./records.ts";
export { whoAnswers } from "./who_answers.ts";
export { describeProvenance } from "./provenance.ts";
export { closeRuns, openRun, type Run } from "./run.ts";
export { readJson, writeBytes, writeJson } from "./run_files.ts";
export {
  type MaximiseRecord,
  type TrainingRecord,
  writeMaximisations,
  writeStats,
  writeTraining,
} from "./training_files.ts";
export { readMaximisations, readStats, readTraining } from "./training_files.ts";
