// What the notebook on training leaves in a run's folder, and how it is read again.

import * as v from "valibot";
import type { ModelFiles } from "../network/mod.ts";
import { modelSchema, trainingSchema } from "./records.ts";
import type { Run } from "./run.ts";
import { readBytes, readJson, writeBytes, writeJson } from "./run_files.ts";

/** How a network was trained, how well, and on what. */
export type TrainingRecord = v.InferOutput<typeof trainingSchema>;

/** Keeps a network's two files and the record of its training. */
export async function writeTraining(run: Run, { model, weights }: ModelFiles, record: TrainingRecord): Promise<void> {
  await writeBytes(run, "weights.bin", weights);
  await writeJson(run, "model.json", model as object);
  await writeJson(run, "training.json", record, { madeFrom: ["weights.bin"], sealed: true });
}

/** A network's two files and the record of its training. Throws where one of them was changed since. */
export async function readTraining(run: Run): Promise<{ files: ModelFiles; record: TrainingRecord }> {
  const { checksum: _, ...record } = await readJson(run, "training.json", sealedSchema);
  const model = await readJson(run, "model.json", modelSchema);
  return { record, files: { model, weights: await readBytes(run, "weights.bin") } };
}

/** An edit that takes the seal away is an edit too. */
const sealedSchema = v.object({ ...trainingSchema.entries, checksum: v.string() });
