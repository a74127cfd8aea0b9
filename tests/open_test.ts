// Opening a trained run: its network, its prompts, its data; and its templates, which every later request is worded by.

import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import type { Chat } from "../lib/chat/mod.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { maximise } from "../lib/evidence/maximisation.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import { createNetwork } from "../lib/network/mlp.ts";
import { toFiles } from "../lib/network/storage.ts";
import { defaultTemplates } from "../lib/prompts/defaults.ts";
import { explainLayers } from "../lib/prompts/explain.ts";
import { joinLines } from "../lib/prompts/fill.ts";
import { writeMaximisations, writeStats } from "../lib/runs/evidence_files.ts";
import { readExplanations, writeExplanations } from "../lib/runs/explanation_files.ts";
import { loadData, loadRunData, openRunChat, openTrained, readEvidence } from "../lib/runs/open.ts";
import { keepChoices, keepTemplate, readPromptSettings } from "../lib/runs/prompt_files.ts";
import { openRun, type Run } from "../lib/runs/run.ts";
import { writeBytes } from "../lib/runs/run_files.ts";
import { writeTraining } from "../lib/runs/training_files.ts";
import { whoAnswers } from "../lib/runs/who_answers.ts";
import { summariseOther } from "../lib/scores/prediction/controls.ts";
import { writeTinyDataSet } from "./data_files.ts";

/** Six pictures of 2 × 2 pixels, of two classes. */
const images = {
  pixels: Float32Array.from({ length: 24 }, (_, i) => (i * 7 % 11) / 5 - 1),
  labels: Uint8Array.from([0, 1, 0, 1, 0, 1]),
  ...{ count: 6, width: 2, height: 2 },
};
const network = createNetwork({ inputs: 4, hidden: [3], outputs: 2 }, 5);

/** A project with data/tiny and a run that is trained, measured and maximised. */
async function withTrained(work: (project: string) => Promise<void>): Promise<void> {
  const project = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${project}/deno.json`, "{}");
    await Deno.mkdir(`${project}/data/tiny`, { recursive: true });
    await writeTinyDataSet(`${project}/data/tiny`, 6);
    const run = await openRun("net", { from: project });
    await writeTraining(run, await toFiles(network), {
      settings: { width: 3, depth: 1, epochs: 1, batchSize: 1, learningRate: 0.1, seed: 1 },
      dataset: { folder: "tiny", name: "tiny", classNames: ["a", "b"], height: 2, width: 2 },
      background: "A network.",
      history: [],
      madeBy: { deno: "2", backend: "wasm", packages: [], data: await dataChecksum(run) },
    });
    const stats = gatherStats(network, images, 2);
    await writeStats(run, stats);
    const live = stats[0].filter(({ dead }) => !dead).map(({ neuron }) => neuron);
    const settings = { steps: 5, regularisation: 0.5, seed: 1 };
    await writeMaximisations(run, {
      settings,
      neurons: await maximise(network, { layer: 0, neurons: live }, settings),
    });
    await work(project);
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

/** The four files of a data set with so many pictures in each half. */
async function dataChecksum({ project }: Run): Promise<string> {
  return (await loadMnist({ folder: `${project}/data/tiny` })).checksum;
}

/** A chat that keeps what it is asked. */
function listeningChat(): Chat & { asked: string[] } {
  const asked: string[] = [];
  const reply = { text: "It sees ink.", model: "m", promptTokens: 1, completionTokens: 1, cached: false };
  return {
    ...{ asked, model: "m", server: "m", isLanguageModel: true, settings: [] },
    ask(request) {
      asked.push(JSON.stringify(request.messages));
      return Promise.resolve(reply);
    },
    askAll(requests) {
      asked.push(...requests.map(({ messages }) => JSON.stringify(messages)));
      return Promise.resolve(requests.map(() => ({ reply })));
    },
    estimate: () => Promise.reject(new Error("Nothing is estimated here.")),
  };
}

Deno.test("openTrained() gives the network, its record and its prompts' context, with the penalty of the maximising", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    assertEquals(run.network, network);
    assertEquals([run.name, run.record.settings.width, run.widths], ["net", 3, [3]]);
    const { background, classNames, width, height, regularisation, calibration, evidence, pictures } = run.context;
    assertEquals([background, classNames, width, height], ["A network.", ["a", "b"], 2, 2]);
    assertEquals([regularisation, calibration, evidence, pictures], [0.5, true, "plain", "image"]);
    const { neurons, outputs } = await readEvidence(run);
    assertEquals(neurons[0].map(({ neuron }) => neuron), [0, 1, 2]);
    assertEquals(outputs.map(({ output, connections }) => [output, connections.length]), [[0, 3], [1, 3]]);
  });
});

Deno.test("openTrained() names the notebook of a run that is not there, makes no folder, and closes the run before", async () => {
  await withTrained(async (project) => {
    const before = await openTrained("net", { from: project });
    await assertRejects(
      () => openTrained("other", { from: project }),
      Error,
      'Cannot find training.json of run "other". Run notebook 01_train with this run\'s name first.',
    );
    await assertRejects(() => Deno.stat(`${project}/outputs/other`), Deno.errors.NotFound);
    await assertRejects(() => readEvidence(before), Error, 'Cannot use run "net": it was closed');
    await assertRejects(() => keepTemplate(before, "neuron", "Well?"), Error, "it was closed");
    await assertRejects(() => loadRunData(before), Error, "it was closed");
    assertThrows(() => openRunChat(before), Error, "it was closed");
  });
});

Deno.test("loadRunData() takes the data that the network was trained on, and no other in its place", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    assertEquals((await loadRunData(run)).train.count, 6);
    await writeTinyDataSet(`${project}/data/tiny`, 8);
    await assertRejects(
      () => loadRunData(run),
      Error,
      'Cannot use the data of run "net": data/tiny holds other files than the network was trained on',
    );
  });
});

Deno.test("loadData() takes no folder that lies elsewhere than below data/, where no change would be seen", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    assertEquals((await loadData(run, "tiny")).name, "tiny");
    for (
      const folder of ["..", ".", "../data/tiny", "tiny/../tiny", "/etc", "tiny/", "a/b/tiny", String.raw`..\data\tiny`]
    ) {
      await assertRejects(
        () => loadData(run, folder),
        Error,
        `it is a folder below data/, or one in such a folder, got "${folder}"`,
      );
    }
  });
});

Deno.test("an edited template reaches every later request, of the real network and of the control", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    const edited = {
      system: "Be\n  brief.",
      neuron: "Neuron {neuron}: {statistics} {evidence}",
      layer: "Layer: {features}",
      network: "Whole: {connections}",
    };
    for (const [name, text] of Object.entries(edited)) await keepTemplate(run, name as keyof typeof edited, text);
    await keepChoices(run, { evidence: ["contrasts"] });
    await keepTemplate(run, "evidence", "Beside the others: {contrasts}");
    // What a later notebook opens is what this one goes on with.
    const later = await openTrained("net", { from: project });
    assertEquals(later.context, run.context);
    assertEquals((await readPromptSettings(run)).templates.system, "Be brief.");
    const { neurons } = await readEvidence(later, { data: await loadRunData(later) });
    const [real, control] = [listeningChat(), listeningChat()];
    await explainLayers(real, later.context, neurons);
    const other = createNetwork({ inputs: 4, hidden: [3], outputs: 2 }, 6);
    await summariseOther(control, { ...later.context, background: "Another." }, {
      network: other,
      images,
      settings: { steps: 5, regularisation: 0.5, seed: 1 },
    });
    assert(real.asked.length >= 3 && control.asked.length >= 3);
    for (const asked of [...real.asked, ...control.asked]) {
      assert(asked.startsWith('[{"role":"system","content":"Be brief."},{"role":"user","content":'), asked);
      assert(/A network\.|Another\./.test(asked) && /Neuron \d:|Layer:|Whole:/.test(asked), asked);
      if (asked.includes("Neuron")) assertStringIncludes(asked, "Beside the others: Contrast label a:");
    }
    assert(control.asked.every((asked) => asked.includes("Another.")) && control.asked.at(-1)!.includes("Whole:"));
  });
});

Deno.test("explanations that were worded by another template, or showed other evidence, are refused", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    const explained = [0, 1, 2].map((neuron) => ({ layer: 0, neuron, text: "x", dead: true }));
    await writeExplanations(run, explained);
    assertEquals(await readExplanations(run, run.widths), [explained]);
    await keepTemplate(run, "network", "{layers}");
    assertEquals(await readExplanations(run, run.widths), [explained], "no prompt about a neuron has changed");
    await keepTemplate(run, "neuron", "{statistics}");
    await assertRejects(() => readExplanations(run, run.widths), Error, "made from another prompts.json (");
    // Broken into other lines it is the same prompt.
    await keepTemplate(run, "neuron", joinLines(defaultTemplates.neuron));
    await keepTemplate(run, "neuron", defaultTemplates.neuron);
    assertEquals(await readExplanations(run, run.widths), [explained]);
    await keepChoices(run, { pictures: "text" });
    await assertRejects(() => readExplanations(run, run.widths), Error, "Run notebook 04_explain_neurons");
  });
});

Deno.test("a run without templates of its own has the lib's, and a prompts.json of another form is refused", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    assertEquals((await readPromptSettings(run)).templates.layer, joinLines(defaultTemplates.layer));
    await assertRejects(
      () => keepTemplate(run, "nueron" as "neuron", "{statistics}"),
      Error,
      'there is no prompt of this name, got "nueron". Use one of system, background, neuron,',
    );
    for (const [text, wrong] of [["null", "the whole"], ['{"templates": {"nueron": "x"}}', "templates.nueron"]]) {
      await writeBytes(run, "prompts.json", new TextEncoder().encode(text));
      await assertRejects(() => readPromptSettings(run), Error, `Cannot use prompts.json of run "net": ${wrong}`);
      await assertRejects(() => readPromptSettings(run), Error, "Mend it, or remove it");
    }
  });
});

Deno.test("a choice that could not be read again is refused before it is kept, and the run stays as it was", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    await keepChoices(run, { budget: 500 });
    const odd: [object, string][] = [
      ...[0, -5, 1.5, NaN, "many"].map((budget): [object, string] => [{ budget }, "Cannot keep budget for the run: "]),
      [{ pictures: "jpeg" }, "Cannot keep pictures for the run: "],
      [{ calibration: 1 }, "Cannot keep calibration for the run: "],
      [{ evidence: ["grids"] }, "Cannot keep evidence"],
    ];
    for (const [choices, message] of odd) {
      await assertRejects(() => keepChoices(run, choices as object), Error, message);
      assertEquals((await readPromptSettings(run)).budget, 500);
    }
  });
});

Deno.test("a run that mixes who answers says so: rules after a model, and a model after rules or another", async () => {
  await withTrained(async (project) => {
    const run = await openTrained("net", { from: project });
    const open = (environment: Record<string, string>) => openRunChat(run, { environment });
    const rules = open({});
    const model = (name: string) => open({ OPENAI_BASE_URL: "http://127.0.0.1:1/v1", OPENAI_MODEL: name });
    assertEquals((await whoAnswers(run, rules)).length, 1);
    const reply = { text: "x", model: "gpt-4o-2024-08-06", promptTokens: 1, completionTokens: 1, cached: false };
    await writeExplanations(run, [{ layer: 0, neuron: 0, text: "x", dead: false, messages: [], reply }]);
    assertEquals((await whoAnswers(run, model("gpt-4o"))).length, 1, "the dated name is the same model's");
    const [, byRules] = await whoAnswers(run, rules);
    assertStringIncludes(
      byRules,
      "This run mixes who answers: the explanations of the neurons by gpt-4o-2024-08-06, " +
        "and rule-based-explainer from here on. Set the key or the address of that model",
    );
    const [now, byAnother] = await whoAnswers(run, model("llama"), "predictions");
    assertStringIncludes(now, "The predictions come from llama");
    assertStringIncludes(byAnother, "and llama from here on. Run the notebooks from 04_explain_neurons on again");
  });
});
