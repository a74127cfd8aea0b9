// SVG drawings as PNG pictures, for pages that show no SVG: print, and viewers that do not trust a notebook.

import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { createRequire } from "node:module";
import { palettePng } from "../pictures/mod.ts";

/**
 * Draws an SVG document at `scale` pixels for each of its own. Its texts are set in DejaVu Sans, which lies beside this
 * file, so that the bytes are the same on every machine; a letter that this font lacks becomes an empty box.
 */
export async function rasterise(svg: string, { scale = 1.5 }: { scale?: number } = {}): Promise<Uint8Array> {
  const { fonts } = await (loading ??= load());
  // Resvg knows the name of SVG 1.1 for pixels with sharp edges, and not the one of CSS.
  const sharp = svg.replaceAll("image-rendering: pixelated", "").replaceAll(
    'image-rendering="pixelated"',
    'image-rendering="optimizeSpeed"',
  );
  const drawing = new Resvg(sharp, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers: fonts, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" },
    background: "#ffffff",
  });
  const image = drawing.render();
  try {
    return palettePng(image.pixels, { width: image.width, height: image.height });
  } finally {
    image.free();
    drawing.free();
  }
}

let loading: Promise<{ fonts: Uint8Array[] }> | undefined;

async function load(): Promise<{ fonts: Uint8Array[] }> {
  const require = createRequire(import.meta.url);
  await initWasm(await Deno.readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  const names = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];
  return { fonts: await Promise.all(names.map((name) => Deno.readFile(new URL(`fonts/${name}`, import.meta.url)))) };
}
