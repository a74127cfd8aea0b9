// Tensors: the network, its training and its files: the face of this room, which everybody outside imports from.

export { adam } from "./adam.ts";
export { answerOf, answersOf, confusionMatrix, wrongAnswers } from "./answers.ts";
export { tf } from "./backend.ts";
export { evaluate, type Evaluation, type Examples } from "./evaluate.ts";
export { examplesOf } from "./examples.ts";
export { holdForClimbing, inputGradient } from "./gradient.ts";
export { inMemory } from "./kernels.ts";
export { crossEntropy, meanSquaredError, oneHot, softmax } from "./loss.ts";
export { activationsOf, createNetwork, type DenseLayer, logitsOf, type Network, runInChunks } from "./mlp.ts";
export { activationsOfPicture } from "./one_picture.ts";
export { rangesOf } from "./rounding.ts";
export { layerFromRows, weightRows, weightsInto } from "./rows.ts";
export { fromFiles, type ModelFiles, toFiles } from "./storage.ts";
export { type EpochResult, train } from "./train.ts";
