// Was it any good: the face of this room, which everybody outside imports from.

export { prepareExplanations, questionsOf, type ScoredExplanation, scoreExplanations } from "./neuron/explained.ts";
export { compareExplanations, estimateComparison, explanationRows } from "./neuron/explanations.ts";
export { scoredNeuron } from "./neuron/meanings.ts";
export { claimPoints, claimRows, extremePictures, neuronRows } from "./neuron/neuron_rows.ts";
export { inquiriesOf, scoreNeurons } from "./neuron/neuron_scores.ts";
export { knownRows, prepareKnown } from "./neuron/puzzle_scores.ts";
export { assessAll, fractionRows, scoreRows } from "./prediction/assessment.ts";
export { compare, differenceRows, discordanceRows } from "./prediction/comparison.ts";
export { summariseOther, trainOther } from "./prediction/controls.ts";
export { readDigit } from "./prediction/digits.ts";
export { countSummaryTokens, lengthCurves, lengthRows } from "./prediction/length.ts";
export { measureLengthCurve } from "./prediction/length_curve.ts";
export { estimateTest, oneOfEach, predict, predictedBy, type Prediction } from "./prediction/prediction.ts";
export { publishedLevels, publishedRows } from "./prediction/published.ts";
export { makeQuestions, testPicture } from "./prediction/questions.ts";
export { sampleImages } from "./prediction/sample.ts";
