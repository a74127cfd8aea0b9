// What the page of a run is made from: plain data, in the page as JSON.

import type { NetworkView } from "../web/network_view.ts";
import type { PackedPicture } from "../web/packed.ts";

/** A figure with its interval, where it has one. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** A message of a prompt, its pictures by their data URLs. */
export interface PromptMessage {
  readonly role: string;
  readonly parts: readonly { readonly text?: string; readonly picture?: string }[];
}

/** What is known of a hidden neuron beside its weights. */
export interface NeuronFacts {
  /** Over the training pictures, class by class: null without pictures. */
  readonly classes: readonly { readonly mean: number | null; readonly std: number | null }[];
  /** Who said what stands in the explanation. */
  readonly explainedBy?: string;
  /** The drawing of the explanation's words. */
  readonly drawing?: PackedPicture;
  readonly scores: readonly Figure[];
  readonly prompt: readonly PromptMessage[];
  /** How much each output changes without the neuron, on the mean over some pictures. */
  readonly effect: number;
  /** How many meanings it has, where that was measured. */
  readonly meanings?: number;
}

/** A run on the page. */
export interface RunView {
  readonly name: string;
  readonly view: NetworkView;
  readonly facts: readonly (readonly NeuronFacts[])[];
  /** The summaries of its layers and of the network, with who wrote them. */
  readonly summaries: readonly { readonly title: string; readonly text: string; readonly by: string }[];
  readonly accuracy?: number;
}

/** Pictures of the test set: their pixels a byte each, packed, and what is known of each. */
export interface PictureStock {
  readonly pixels: string;
  readonly count: number;
  readonly labels: readonly number[];
  /** Their places in the test set. */
  readonly places: readonly number[];
  /** The first of them are a fair sample; the rest were added because something is to be seen in them. */
  readonly fair: number;
}

/** All of a page: one run, or two side by side. */
export interface PageData {
  readonly dataset: string;
  readonly runs: readonly RunView[];
  readonly pictures: PictureStock;
}
