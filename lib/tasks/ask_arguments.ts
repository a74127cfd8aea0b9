// Reads the arguments of the task that has requests asked elsewhere.

import { parseArgs } from "node:util";
import { type Knobs, knobs, type Stage, stages } from "./ask_stages.ts";

export interface AskArguments {
  readonly run: string;
  readonly stage: Stage;
  readonly knobs: Knobs;
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
      set: { type: "string", multiple: true, default: [] },
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
  return {
    run: values.run,
    stage,
    knobs: readKnobs(values.set),
    file,
    direction: values.export === undefined ? "import" : "export",
  };
}

export const HELP = `Have a run's requests asked by an engine of your own: OpenAI's Batch API, vLLM's run_batch, …

Usage: deno task ask --run NAME --export FILE     writes what has no reply yet, as JSON Lines
       deno task ask --run NAME --import FILE     takes the engine's results, and keeps the replies

  --run NAME        the run; its network must be trained and looked at: notebooks 01 to 03 (default: blog)
  --stage STAGE     explanations: of its neurons, layers and the whole (the default), or
                    scores: what the explanations are worth
  --set each=10     a constant of notebook 08's parameters cell, where it has another value there; several times
  --help            show this text

A layer's summary needs the explanations of its neurons, and a layer's explanations the summary before it:
export, ask and import again until nothing is left; each export says what is still to come. Set OPENAI_MODEL to
the model's name, and OPENAI_BASE_URL to where you would ask it (any address will do), the same for all steps
and for the notebooks, which then find every reply.
`;

function readKnobs(settings: readonly string[]): Knobs {
  const given = settings.map((setting) => {
    const [, name, value] = setting.match(/^\s*(\w+)\s*=\s*(\d+)\s*$/) ?? [];
    if (name === undefined || !Object.hasOwn(knobs, name)) {
      throw new Error(
        `Cannot set a constant: it looks like each=10, and is one of ${Object.keys(knobs).join(", ")}, ` +
          `got "${setting}". Write it so.`,
      );
    }
    return [name, Number(value)];
  });
  return { ...knobs, ...Object.fromEntries(given) };
}
