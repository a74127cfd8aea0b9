// A pencil as the output of a cell: it runs without the kernel, and is a still picture where scripts do not run.

import type { Network } from "../../network/mod.ts";
import { type Bundle } from "../display.ts";
import { packJson } from "../web/packed.ts";
import { escapeHtml } from "../html.ts";
import { drawAnswer } from "../answer.ts";
import { describeDrawing, img } from "../images.ts";
import { rasterise } from "../raster.ts";
import { bundleScript } from "../web/bundle.ts";
import { type KnownNeuron, type PictureFormat, viewNetwork } from "../web/network_view.ts";
import { pencilStyles } from "./styles.ts";

/** What a pencil is told beside the network. */
export interface PencilOptions extends PictureFormat {
  /** What is known of its neurons: portraits and explanations. */
  readonly neurons?: readonly KnownNeuron[];
  /** The picture of the still, from -1 (no ink) to 1 (full ink), and what is said of it. */
  readonly example: ArrayLike<number>;
}

/** The largest network, in bytes of its weights in base64, that is put into a cell's output. */
export const mostBytes = 400_000;

/** The bundle of a pencil for a network; of one that is too large, the still and a note on what to do. */
export async function pencilBundle(network: Network, options: PencilOptions): Promise<Bundle> {
  const dead = new Set(
    (options.neurons ?? []).filter(({ dead }) => dead).map(({ layer, neuron }) => `${layer} ${neuron}`),
  );
  const isDead = (layer: number, neuron: number) => dead.has(`${layer} ${neuron}`);
  const { width, height, classNames } = options;
  const still = drawAnswer(network, options.example, { width, height, classNames, isDead });
  const words = describeDrawing(still);
  const picture = img({ svg: still }, words);
  const png = (await rasterise(still)).toBase64();
  const view = viewNetwork(network, options, options.neurons);
  const size = JSON.stringify(view.network).length;
  if (size > mostBytes) {
    const note = `A pencil for this network would put ${Math.ceil(size / 1000)} kB into the notebook, more than ` +
      `${mostBytes / 1000} kB. Make its page in place: deno task page --run <name>.`;
    const html = `${picture}<p>${escapeHtml(note)}</p>`;
    return { "text/plain": `[${words}]\n${note}`, "text/html": html, "image/png": png };
  }
  const note = "A still picture, for scripts do not run here. To draw yourself, trust this notebook (in JupyterLab " +
    "View, Activate Command Palette, Trust Notebook), or run the cell.";
  const data = await packJson({ ...view, styles: pencilStyles });
  const script = await bundleScript(new URL("start_pencil.ts", import.meta.url));
  return {
    "text/plain": `[${words}]\n${note}`,
    "text/html": `<div data-pencil="${data}">${picture}<p>${escapeHtml(note)}</p></div>\n<script>${script}</script>`,
    "image/png": png,
  };
}
