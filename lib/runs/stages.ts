// Which notebook makes which of a run's files: the one list of it.

/** The notebooks and what each writes, in order; a pattern is of a file's path inside the run's folder. */
const stages: readonly { notebook: string; files: RegExp }[] = [
  { notebook: "01_train", files: /^(model\.json|weights\.bin|training\.json)$/ },
  { notebook: "02_stats", files: /^stats\.json$/ },
  { notebook: "03_maximise", files: /^maximise(\.json$|\/)/ },
  { notebook: "04_explain_neurons", files: /^(neurons\/|prompts\.json$)/ },
  { notebook: "05_summarise_layers", files: /^layers\// },
  { notebook: "06_summarise_network", files: /^network\.json$/ },
  { notebook: "07_test", files: /^test\.json$/ },
  { notebook: "08_score_explanations", files: /^neuron_scores\.json$/ },
  { notebook: "09_how_much_explanation", files: /^length_curve\.json$/ },
  { notebook: "10_polysemanticity", files: /^polysemanticity\.json$/ },
];

/** The advice where a file is missing or cannot be used; empty for a file that no notebook makes. */
export function runAgain(file: string): string {
  if (file === "prompts.json") return "Mend it, or remove it: the cells keep their templates again when they run.";
  const notebook = notebookOf(file);
  return notebook === undefined ? "" : `Run notebook ${notebook} with this run's name first.`;
}

/** The notebook that makes a file; undefined for a file that none makes. */
export function notebookOf(file: string): string | undefined {
  return stages.find(({ files }) => files.test(file))?.notebook;
}
