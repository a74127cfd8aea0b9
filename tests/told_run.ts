// The committed network with texts of our own, for the tests of the pencil and the page.

import { fromFiles } from "../lib/network/storage.ts";
import type { ToldNeuron, ToldRun } from "../lib/show/page/gather.ts";

/** What a model may say that a page must not obey. */
export const nasty =
  `</script><script>document.title = "hacked"</script><img src="x" onerror="document.title = 'hacked'">`;

const words = "Ink adds: a long horizontal stroke in the centre, strongly. Ink takes away: a blob at the bottom right.";

/** The committed run as its page is told of it; each neuron says what it is given. */
export async function tellBlog({ name = "blog", explanation = words } = {}): Promise<ToldRun> {
  const folder = new URL("../outputs/blog/", import.meta.url);
  const read = async (file: string) => JSON.parse(await Deno.readTextFile(new URL(file, folder)));
  const weights = await Deno.readFile(new URL("weights.bin", folder));
  const network = await fromFiles({ model: await read("model.json"), weights });
  const { layers: [stats] } = await read("stats.json");
  const { neurons: maximised } = await read("maximise.json");
  const neurons = stats.map(({ neuron, dead, classes }: ToldNeuron): ToldNeuron => ({
    ...{ layer: 0, neuron, dead, classes, explanation: dead ? undefined : explanation },
    portrait: maximised.find((one: ToldNeuron & { input: number[] }) => one.neuron === neuron)?.input,
    explainedBy: "a reader",
    scores: dead ? [] : [{ name: "simulation", value: 0.5, low: 0.25, high: 0.75 }],
    prompt: dead ? [] : [{ role: "user", parts: [{ text: explanation }] }],
  }));
  return { name, network, neurons, width: 28, height: 28, classNames: [..."0123456789"], accuracy: 0.88 };
}
