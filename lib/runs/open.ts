// Opens what a notebook works on in one call: the trained network with its prompts, its data, its evidence, and who answers.

import { type Chat, type ChatOptions, openChat } from "../chat/mod.ts";
import { type DataSet, loadMnist } from "../data/mod.ts";
import { addRichEvidence, gatherEvidence, gatherOutputs, type NetworkEvidence } from "../evidence/mod.ts";
import { fromFiles, type Network } from "../network/mod.ts";
import type { NetworkContext } from "../prompts/mod.ts";
import { ruleBasedFetch } from "../rules/mod.ts";
import { readMaximisations, readStats } from "./evidence_files.ts";
import { readPromptSettings } from "./prompt_files.ts";
import { checkOpen, closeRuns, openRun, type Run } from "./run.ts";
import { readTraining, type TrainingRecord } from "./training_files.ts";

/** A run whose network is trained. */
export interface TrainedRun extends Run {
  record: TrainingRecord;
  network: Network;
  /** The width of each hidden layer. */
  widths: readonly number[];
  /** What its prompts share; keepTemplate() and keepChoices() change it. */
  context: NetworkContext;
}

/** Opens a run whose network is trained. Throws, and closes what was open before, where it is not there or of no use. */
export async function openTrained(name: string, options: { from?: string } = {}): Promise<TrainedRun> {
  const run = await openRun(name, options);
  try {
    const { files, record } = await readTraining(run);
    const network = await fromFiles(files);
    const { classNames, width, height } = record.dataset;
    // Until the maximising inputs are found anew, old ones are as good as none; readEvidence() says what they lack.
    const maximised = await readMaximisations(run).catch(() => undefined);
    const regularisation = maximised?.settings.regularisation;
    const settings = await readPromptSettings(run);
    const context = { ...settings, background: record.background, classNames, width, height, regularisation };
    const widths = network.layers.slice(0, -1).map(({ outputs }) => outputs);
    return { ...run, record, network, widths, context };
  } catch (error) {
    closeRuns();
    throw error;
  }
}

/** Loads a data set: MNIST itself, or what lies in a folder below data/. Throws on a folder elsewhere. */
export async function loadData(run: Run, folder: string): Promise<DataSet> {
  checkOpen(run);
  const parts = folder.split(/[\\/]/);
  if (folder !== "" && (parts.length > 2 || parts.some((part) => /^\.*$/.test(part)))) {
    throw new Error(
      `Cannot load a data set: it is a folder below data/, or one in such a folder, got "${folder}". Move or link it ` +
        "there: what lies elsewhere is not looked at for changes.",
    );
  }
  return await loadMnist({ folder: folder === "" ? "" : `${run.project}/data/${folder}` });
}

/** Loads the data set that the network was trained on. Throws where other files lie in its place now. */
export async function loadRunData(run: TrainedRun): Promise<DataSet> {
  const { name, record } = run;
  const { folder } = record.dataset;
  const data = await loadData(run, folder);
  if (data.checksum === record.madeBy.data) return data;
  throw new Error(
    `Cannot use the data of run "${name}": ${folder === "" ? "MNIST" : `data/${folder}`} holds other files than the ` +
      `network was trained on, got the checksum ${data.checksum} for ${record.madeBy.data}. ` +
      "Put the files back, or run notebook 01_train with this run's name first.",
  );
}

/**
 * The evidence of the run's neurons and outputs, with the rich evidence where the run's prompts are to hold some.
 *
 * @param seed Draws the images that leave a neuron silent.
 */
export async function readEvidence(
  run: TrainedRun,
  { data, seed = 1 }: { data?: DataSet; seed?: number } = {},
): Promise<NetworkEvidence> {
  const { network, context } = run;
  const { neurons: maximisations } = await readMaximisations(run);
  const plain = gatherEvidence(network, await readStats(run), maximisations);
  const outputs = gatherOutputs(network, maximisations);
  if (context.evidence === "plain") return { neurons: plain, outputs };
  const { train } = data ?? await loadRunData(run);
  return { neurons: addRichEvidence(network, train, plain, { seed }), outputs };
}

/** Who answers the run's requests, by the environment; the replies are kept in its folder. */
export function openRunChat(run: Run, options: Partial<ChatOptions> = {}): Chat {
  checkOpen(run);
  return openChat({ ...chatOptionsOf(run), ...options });
}

/** With what the run's chat is opened, by the environment. */
export function chatOptionsOf({ folder }: Run): ChatOptions {
  const environment = Deno.env.toObject();
  return { environment, rules: ruleBasedFetch, cacheFolder: `${folder}/chat`, batchFolder: `${folder}/batches` };
}
