// What all prompts about one network share: who the network is, and how the run words and shows what it asks.

import type { Message } from "../chat/mod.ts";
import { joinLines, type PromptValues, userMessage } from "./fill.ts";
import type { QuestionTemplates } from "./question_templates.ts";

/** The editable texts of all prompts, with names in braces: one template for each kind of prompt. */
export interface Templates extends QuestionTemplates {
  /** The system message: who is asked, in one sentence. */
  system: string;
  /** The figures of the network, at the head of every prompt about it. */
  background: string;
  neuron: string;
  /** The paragraphs that stand at {evidence} where evidence beyond the blog post's is chosen. */
  evidence: string;
  layer: string;
  /** Puts parts of a layer together that are too long for one prompt: see explainLayers(). */
  condense: string;
  network: string;
  xorBackground: string;
  xor: string;
  meanings: string;
  prediction: string;
  halfWrong: string;
  digit: string;
}

/** A part of the rich evidence, each to be chosen by itself. */
export type RichPart = "contrasts" | "grid" | "effects" | "mean" | "exemplars" | "silent";

/** What the prompts about neurons hold: `plain` is the blog post's evidence alone, a list adds these parts to it. */
export type EvidenceChoice = "plain" | readonly RichPart[];

/** How a run words its prompts: its templates, and the choices that change all of them. */
export interface PromptSettings {
  templates: Templates;
  evidence: EvidenceChoice;
  /** Adds the lines that make the evidence complete. Without them the prompts are the blog post's letter for letter. */
  calibration: boolean;
  /** Pictures as PNG images, or as rows of characters for models that see no images. */
  pictures: "image" | "text";
  /** The tokens that a prompt of a layer or of the network may take; what would take more is condensed in steps. */
  budget: number;
}

/** What all prompts about one network share. */
export interface NetworkContext extends PromptSettings {
  /** The filled background prompt: see backgroundText(). */
  background: string;
  classNames: readonly string[];
  /** The size of an input picture, in pixels. */
  width: number;
  height: number;
  /** λ of the maximisation, which the calibration lines tell. */
  regularisation?: number;
}

/** A prompt about the network: the system's sentence, then the user's message with the background at its head. */
export function contextMessages(
  { background, templates }: Pick<NetworkContext, "background" | "templates">,
  template: string,
  values: PromptValues,
): Message[] {
  const system = joinLines(templates.system).trim();
  const user = userMessage(template, values, background);
  return system === "" ? [user] : [{ role: "system", content: system }, user];
}
