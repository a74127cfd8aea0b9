// Pieces that several views of the page are made of.
/// <reference lib="dom" />

import { makeRows, type RowNames } from "../pencil/bar_rows.ts";
import { drawInk, drawSigned, make, pictureCanvas } from "../web/dom.ts";
import { type PackedPicture, unpackPicture } from "../web/packed.ts";
import type { OpenRun, Session } from "./session.ts";

/** A part of a view under its heading. */
export function section(title: string, ...children: readonly (Node | string | undefined)[]): HTMLElement {
  return make("section", {}, make("h2", {}, title), ...children);
}

/** A line that explains what is seen. */
export function legend(text: string): HTMLElement {
  return make("p", { className: "legend" }, text);
}

/** Values as rows of bars that stay. */
export function fixedRows(values: ArrayLike<number>, names: RowNames, chosen?: number): HTMLElement {
  const rows = makeRows(names);
  rows.update(values, chosen);
  return rows.element;
}

/** A signed picture in colours, with words below it. */
export function signedFigure(
  picture: PackedPicture,
  size: { width: number; height: number },
  words: string,
): HTMLElement {
  const canvas = pictureCanvas({ ...size, scale: scaleFor(size, 196), label: words });
  drawSigned(canvas, unpackPicture(picture), picture.limit);
  return make("figure", {}, canvas, make("figcaption", {}, words));
}

/** Pictures of the stock in a row, each a link to its own view, with words below. */
export function gallery(
  { stock }: Session,
  { view }: OpenRun,
  { places, words, size = 56 }: { places: readonly number[]; words: (place: number) => string; size?: number },
): HTMLElement {
  const items = places.map((place) => {
    const label = `Test picture ${stock.places[place]}, a ${view.classNames[stock.labels[place]]}, ${words(place)}`;
    const canvas = pictureCanvas({ ...view, scale: scaleFor(view, size), label });
    drawInk(canvas, stock.pixels(place));
    const link = make("a", { href: `#picture-${stock.places[place]}` }, canvas);
    return make("li", {}, link, make("figcaption", {}, words(place)));
  });
  if (items.length === 0) return make("p", { className: "weak" }, "none");
  return make("ul", { className: "gallery" }, ...items);
}

/** By how much pixels are enlarged so that a picture is about `wanted` wide. */
export function scaleFor({ width, height }: { width: number; height: number }, wanted: number): number {
  return Math.max(1, Math.round(wanted / Math.max(width, height)));
}
