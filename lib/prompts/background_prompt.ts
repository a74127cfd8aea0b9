// Who the network is: the system's sentence, and the background prompt with the network's figures.

import { fillText } from "./fill.ts";

/** The figures of the background prompt. */
export interface NetworkFacts {
  depth: number;
  width: number;
  dataset: string;
  trainAccuracy: number;
  trainLoss: number;
  testAccuracy: number;
  testLoss: number;
}

/** Who is asked. */
export const systemTemplate = `You help people to find out what goes on inside a neural network,
  which may or may not do its task well.`;

/** Who the network is. */
export const backgroundTemplate = `The neural network we are evaluating has the following properties:
It is an MLP neural network with {depth} hidden layers and width {width}.
It is trained on the {dataset} dataset and uses relu activations.
The train accuracy of the final model is {trainAccuracy}, the train loss is {trainLoss}.
  The test accuracy of the final model is {testAccuracy}, the test loss is {testLoss}.`;

/** The background prompt with a network's figures. */
export function backgroundText(facts: NetworkFacts, template: string = backgroundTemplate): string {
  return fillText(template, { ...facts });
}
