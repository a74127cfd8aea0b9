// Tensors: the network, its training and its files: the face of this room, which everybody outside imports from.

export { adam } from "./adam.ts";
export { answersOf, confusionMatrix, wrongAnswers } from "./answers.ts";
export { inScope, tf } from "./backend.ts";
export { holdLayers, inputGradient } from "./gradient.ts";
export { crossEntropy, meanSquaredError, oneHot, softmax } from "./loss.ts";
export { activationsOf, createNetwork, type DenseLayer, logitsOf, type Network } from "./mlp.ts";
export { activationsOfPicture } from "./one_picture.ts";
export { rangesOf } from "./rounding.ts";
export { layerFromRows, weightRows } from "./rows.ts";
export { fromFiles, type ModelFiles, toFiles } from "./storage.ts";
export { type EpochResult, train } from "./train.ts";
