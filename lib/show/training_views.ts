// A network's training as curves and rows: its sizes, and its loss and accuracy after each epoch.

import type { EpochResult, Network } from "../network/mod.ts";
import type { CurvePanel } from "./curves.ts";

type Epoch = Pick<EpochResult, "epoch" | "train" | "test">;

/** Two panels, loss and accuracy, each with a curve for both halves of the data. */
export function trainingCurves(history: readonly Epoch[]): CurvePanel[] {
  const curve = (half: "train" | "test", key: "loss" | "accuracy") => ({
    name: half,
    points: history.map((result) => [result.epoch, result[half][key]] as const),
  });
  return [
    { yLabel: "loss (cross-entropy)", series: [curve("train", "loss"), curve("test", "loss")] },
    { yLabel: "accuracy", series: [curve("train", "accuracy"), curve("test", "accuracy")], yDomain: [0, 1] },
  ];
}

/** A row for each epoch. */
export function trainingRows(history: readonly Epoch[]) {
  return history.map(({ epoch, train, test }) => ({
    epoch,
    "train loss": train.loss.toFixed(4),
    "train accuracy": train.accuracy.toFixed(4),
    "test loss": test.loss.toFixed(4),
    "test accuracy": test.accuracy.toFixed(4),
  }));
}

/** A row for each layer: how many weights and biases it has to learn. */
export function layerRows({ layers }: Network) {
  return layers.map(({ inputs, outputs }, i) => ({
    layer: i < layers.length - 1 ? `hidden layer ${i}` : "outputs",
    inputs,
    neurons: outputs,
    weights: inputs * outputs,
    biases: outputs,
  }));
}
