// prompts.json: the templates that a run's prompts are worded by, and the choices that change all of them.

import * as v from "valibot";
import {
  defaultSettings,
  type EvidenceChoice,
  joinLines,
  type NetworkContext,
  type PromptSettings,
  richParts,
  type Templates,
} from "../prompts/mod.ts";
import type { Run } from "./run.ts";
import { readJson, writeJson } from "./run_files.ts";

/** A run as it may be given here: opened, and with the prompts' context where there is a network already. */
export interface RunWithPrompts extends Run {
  context?: NetworkContext;
}

/**
 * Keeps a prompt's template for the whole run: every later request is worded by it, also those about other networks. What
 * was made with another is refused from then on. The run's context, where it has one, words by it at once.
 *
 * @returns Whether the run had another template before, so that what was made with it is out of date.
 */
export async function keepTemplate(run: RunWithPrompts, name: keyof Templates, template: string): Promise<boolean> {
  const settings = await readPromptSettings(run);
  if (typeof template !== "string" || template.trim() === "") {
    const shown = typeof template === "string" ? JSON.stringify(template) : String(template);
    throw new Error(`Cannot keep the template "${name}": it is a text that is not empty, got ${shown}. Write one.`);
  }
  if (!Object.hasOwn(settings.templates, name)) {
    const names = Object.keys(settings.templates).join(", ");
    throw new Error(`Cannot keep the template: there is no prompt of this name, got "${name}". Use one of ${names}.`);
  }
  const joined = joinLines(template);
  await keepSettings(run, { ...settings, templates: { ...settings.templates, [name]: joined } });
  return settings.templates[name] !== joined;
}

/** Keeps the choices that change every prompt of the run, as keepTemplate() keeps a template. */
export async function keepChoices(
  run: RunWithPrompts,
  choices: Partial<Omit<PromptSettings, "templates">>,
): Promise<void> {
  await keepSettings(run, { ...await readPromptSettings(run), ...choices });
}

/** The templates and the choices of a run: the lib's own where the run keeps none. */
export async function readPromptSettings(run: Run): Promise<PromptSettings> {
  let kept: v.InferOutput<typeof settingsSchema>;
  try {
    kept = await readJson(run, "prompts.json", settingsSchema);
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Deno.errors.NotFound) return joinedDefaults;
    throw error;
  }
  return { ...joinedDefaults, ...kept, templates: { ...joinedDefaults.templates, ...kept.templates } };
}

/** The parts of prompts.json that a stage's prompts depend on, as a source of writeJson(); the file is made where it is not. */
export async function promptSource(run: Run, stage: keyof typeof stageParts): Promise<string> {
  await writeJson(run, "prompts.json", await readPromptSettings(run));
  return `prompts.json#${stageParts[stage].join(",")}`;
}

const stageParts = {
  neurons: ["templates.system", "templates.neuron", "templates.evidence", "evidence", "calibration", "pictures"],
  layers: ["templates.system", "templates.layer", "templates.condense", "budget"],
  network: ["templates.system", "templates.network", "templates.condense", "budget"],
  predictions: ["templates.system", "templates.prediction", "templates.halfWrong", "templates.digit", "pictures"],
};

/** Throws, and keeps what was kept before, where the file could not be read again. */
async function keepSettings(run: RunWithPrompts, settings: PromptSettings): Promise<void> {
  const { success, issues } = v.safeParse(settingsSchema, settings);
  if (!success) {
    const name = v.getDotPath(issues[0]) ?? "what all prompts depend on";
    throw new Error(
      `Cannot keep ${name} for the run: ${issues[0].message}. Mend the notebook's constant of this name.`,
    );
  }
  await writeJson(run, "prompts.json", settings);
  if (run.context !== undefined) run.context = { ...run.context, ...settings };
}

const joinedDefaults: PromptSettings = {
  ...defaultSettings,
  templates: mapTemplates((name) => joinLines(defaultSettings.templates[name])),
};

function mapTemplates(make: (name: keyof Templates) => string): Templates {
  const names = Object.keys(defaultSettings.templates) as (keyof Templates)[];
  return Object.fromEntries(names.map((name) => [name, make(name)])) as unknown as Templates;
}

const parts = v.array(v.picklist(richParts));
const settingsSchema = v.object({
  templates: v.record(v.picklist(Object.keys(defaultSettings.templates) as (keyof Templates)[]), v.string()),
  evidence: v.union([v.literal("plain"), parts]) satisfies v.GenericSchema<unknown, EvidenceChoice>,
  calibration: v.boolean(),
  pictures: v.picklist(["image", "text"]),
  budget: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
