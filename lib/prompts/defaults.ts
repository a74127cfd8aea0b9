// The templates and choices that a run begins with.

import { backgroundTemplate, systemTemplate } from "./background_prompt.ts";
import { condenseTemplate } from "./condense_prompt.ts";
import type { PromptSettings, Templates } from "./context.ts";
import { layerTemplate } from "./layer_prompt.ts";
import { meaningsTemplate } from "./meanings_prompt.ts";
import { networkTemplate } from "./network_prompt.ts";
import { neuronTemplate } from "./neuron_prompt.ts";
import { digitTemplate, halfWrongTemplate, predictionTemplate } from "./prediction_prompt.ts";
import { questionTemplates } from "./question_templates.ts";
import { evidenceTemplate } from "./rich_evidence.ts";

import { xorBackgroundTemplate, xorTemplate } from "./xor_prompt.ts";

/** Every template as the lib words it. */
export const defaultTemplates: Templates = {
  system: systemTemplate,
  background: backgroundTemplate,
  neuron: neuronTemplate,
  evidence: evidenceTemplate,
  layer: layerTemplate,
  condense: condenseTemplate,
  network: networkTemplate,
  xorBackground: xorBackgroundTemplate,
  xor: xorTemplate,
  meanings: meaningsTemplate,
  prediction: predictionTemplate,
  halfWrong: halfWrongTemplate,
  digit: digitTemplate,
  ...questionTemplates,
};

/** The lib's templates, the blog post's evidence with its calibration, and pictures as images. */
export const defaultSettings: PromptSettings = {
  templates: defaultTemplates,
  evidence: "plain",
  calibration: true,
  pictures: "image",
  budget: 30_000,
};
