// Reads the arguments of the task that has requests asked elsewhere.

import { parseArgs } from "node:util";

/** What stages can be asked elsewhere. */
export const stages = ["explanations", "scores"] as const;
export type Stage = typeof stages[number];

export interface AskArguments {
  readonly run: string;
  readonly stage: Stage;
  /** The file to write requests to or to read results from. */
  readonly file: string;
  readonly direction: "export" | "import";
}

/** The arguments; nothing when they ask for the help. Throws when one is unknown or wrong. */
export function readArguments(args: string[]): AskArguments | undefined {
  const { values } = parseArgs({
    args,
    options: {
      run: { type: "string", default: "blog" },
      stage: { type: "string", default: "explanations" },
      export: { type: "string" },
      import: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const stage = stages.find((name) => name === values.stage);
  if (stage === undefined) {
    throw new Error(`Cannot ask: there is no such stage, got "${values.stage}". There are ${stages.join(" and ")}.`);
  }
  const file = values.export ?? values.import;
  if (file === undefined || values.export !== undefined && values.import !== undefined) {
    throw new Error("Cannot ask: either --export FILE or --import FILE says what to do. Give one of them.");
  }
  return { run: values.run, stage, file, direction: values.export === undefined ? "import" : "export" };
}

export const HELP = `Have a run's requests asked by an engine of your own: OpenAI's Batch API, vLLM's run_batch, …

Usage: deno task ask --run NAME --export FILE     writes what has no reply yet, as JSON Lines
       deno task ask --run NAME --import FILE     takes the engine's results, and keeps the replies

  --run NAME        the run; its network must be trained and looked at: notebooks 01 to 03 (default: blog)
  --stage STAGE     explanations: of its neurons, layers and the whole (the default), or
                    scores: what the explanations are worth
  --help            show this text

A layer's summary needs the explanations of its neurons, and a layer's explanations the summary before it:
export, ask and import again until nothing is left; each export says what is still to come. Set OPENAI_MODEL to
the model's name, and OPENAI_BASE_URL to where you would ask it (any address will do), the same for all steps
and for the notebooks, which then find every reply.
`;
