// Was it any good: the face of this room, which everybody outside imports from.

export { describeLeftOut } from "./neuron/chosen_neurons.ts";
export { claim } from "./neuron/claim.ts";
export { choice } from "./neuron/choice.ts";
export { countDrawings, drawingRows, scoreDrawings } from "./neuron/drawing_score.ts";
export { detection } from "./neuron/detection.ts";
export { prepareWays, scoreWays } from "./neuron/meanings.ts";
export { prepareExplanations, prepareScores, requestsOf, scoredNeurons } from "./neuron/prepared.ts";
export { publishedExplanations, publishedFitRows, scorePublished } from "./neuron/published_explanations.ts";
export { preparePuzzles, puzzleIntervals, puzzleRows } from "./neuron/puzzle_scores.ts";
export { answerPoints, extremePictures, keptScores, scoreRows } from "./neuron/score_rows.ts";
export { type ScoredExplanation, scoreExplanations } from "./neuron/scored.ts";
export { askSheet, emptyForm, makeSheet, readForm, type Sheet, sheetRows } from "./neuron/reading_sheet.ts";
export { drawSheet } from "./neuron/sheet_picture.ts";
export { simulation } from "./neuron/simulation.ts";
export { wayIntervals, wayRows } from "./neuron/way_rows.ts";
export { assessAll, fractionRows, predictionRows } from "./prediction/assessment.ts";
export { compare, differenceRows, discordanceRows } from "./prediction/comparison.ts";
export { summariseOther, trainOther } from "./prediction/controls.ts";
export { crossRows } from "./prediction/cross.ts";
export { readDigit } from "./prediction/digit.ts";
export { hitRows } from "./prediction/hit_rows.ts";
export { countSummaryTokens, lengthCurves, lengthRows, readerIntervals } from "./prediction/length.ts";
export { measureLengthCurve } from "./prediction/length_curve.ts";
export {
  estimatePredictions,
  noSummaries,
  oneOfEach,
  predict,
  predictedBy,
  type Prediction,
} from "./prediction/predict.ts";
export { publishedIntervals, publishedLevels, publishedRows } from "./prediction/published.ts";
export { nameDigits, sayLabels, tellWeights } from "./prediction/readers.ts";
export { undefinedScores } from "./prediction/undefined_scores.ts";
export { sampleImages } from "./prediction/sample.ts";
export { publishedLayer, publishedNetwork } from "./prediction/published_summaries.ts";
