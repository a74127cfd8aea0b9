// A drawing as a bundle that every front end shows: an image of HTML, a PNG beside it, and its description.

import type { Picture } from "../pictures/mod.ts";
import type { Bundle } from "./display.ts";
import { describeDrawing, img, sizeOf } from "./images.ts";
import { rasterise } from "./raster.ts";

/**
 * The bundle of an SVG document or a picture. The drawing stands in an <img>, which notebooks that are not trusted yet
 * and viewers that strip styles show too, and where its script, had it any, would not run; the PNG is for print.
 */
export async function drawingBundle(drawing: string | Picture): Promise<Bundle> {
  if (typeof drawing !== "string") {
    const { png, width, height } = drawing;
    const words = `picture of ${width} × ${height} pixels`;
    return { "text/plain": `[${words}]`, "text/html": img(drawing, words), "image/png": png.toBase64() };
  }
  sizeOf(drawing);
  const words = describeDrawing(drawing);
  return {
    "text/plain": `[${words}]`,
    "text/html": img({ svg: drawing }, words),
    "image/png": (await rasterise(drawing)).toBase64(),
  };
}
