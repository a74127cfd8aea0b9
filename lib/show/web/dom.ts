// Elements of a page, made without HTML, so that a text is never read as markup.
/// <reference lib="dom" />

import { divergingRgb } from "../../pictures/mod.ts";

type Child = Node | string | undefined | false | null;

/** Makes an element with properties, attributes where their name has a hyphen or is `role`, and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Readonly<Record<string, unknown>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (key.includes("-") || key === "role" || key === "for") element.setAttribute(key, String(value));
    else Object.assign(element, { [key]: value });
  }
  element.append(...children.filter((child) => child !== undefined && child !== false && child !== null));
  return element;
}

/** A canvas of as many pixels as a picture has, enlarged by the page without smoothing. */
export function pictureCanvas(
  { width, height, label, scale }: { width: number; height: number; label: string; scale: number },
): HTMLCanvasElement {
  const canvas = make("canvas", { width, height, className: "picture", role: "img", "aria-label": label });
  canvas.style.width = `${width * scale}px`;
  canvas.style.height = `${height * scale}px`;
  return canvas;
}

/** Draws a picture's pixels, each with its red, green and blue from 0 to 255. */
export function drawPixels(canvas: HTMLCanvasElement, colourAt: (i: number) => readonly number[]): void {
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(canvas.width, canvas.height);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    image.data.set(colourAt(i), 4 * i);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** Draws pixels from -1 (no ink, black) to 1 (full ink, white). */
export function drawInk(canvas: HTMLCanvasElement, pixels: ArrayLike<number>): void {
  drawPixels(canvas, (i) => {
    const grey = Math.round(127.5 * (pixels[i] + 1));
    return [grey, grey, grey];
  });
}

/** Draws signed pixels in the colours of the notebooks: blue below zero, white at zero, red above. */
export function drawSigned(canvas: HTMLCanvasElement, pixels: ArrayLike<number>, limit: number): void {
  drawPixels(canvas, (i) => divergingRgb(limit === 0 ? 0 : pixels[i] / limit));
}

/** Writes a figure as readers want it: few digits, a true minus. */
export function figure(value: number, digits = 1): string {
  return Number.isFinite(value) ? value.toFixed(digits).replace("-", "−").replace(/^−(?=[0.]*$)/, "") : "–";
}
