// Plots by Observable Plot as pieces of SVG for a page.

import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import { shorten } from "./label.ts";
import type { Drawing } from "./layout.ts";

/** How an axis is named: in its middle, without an arrow. */
export const named = { labelAnchor: "center", labelArrow: "none" } as const;

/** The x axis of a few values, which are then their own ticks (there is no epoch 1.5), or of more than `most`. */
export function valuesAxis(values: number[], { label, most }: { label: string; most: number }) {
  const axis = { label, ...named };
  return values.length <= most ? Plot.axisX(values, { ...axis, text: (x: number) => String(x) }) : Plot.axisX(axis);
}

/** Renders a plot. Title, legend and clipping are left to the page: Plot would answer with HTML or counted ids. */
export function plot(options: Plot.PlotOptions & { width: number; height: number }, heading?: string): Drawing {
  const svg = Plot.plot({ className: "plot", ...options, document: document as never });
  if (svg.localName !== "svg") {
    throw new TypeError(
      `Cannot draw a plot: Plot answered with <${svg.localName}>. Leave title and legends to page().`,
    );
  }
  svg.querySelector("style")?.remove();
  svg.removeAttribute("style");
  svg.removeAttribute("font-family");
  svg.setAttribute("font-size", "12");
  for (const element of svg.querySelectorAll("*")) {
    for (const name of measures) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/-?\d+\.\d{3,}/g, shorten));
    }
  }
  return { width: options.width, height: options.height, body: svg.outerHTML, heading };
}

const measures = ["transform", "d", "x", "y", "width", "height", "cx", "cy", "r", "x1", "x2", "y1", "y2"];
const document = new DOMParser().parseFromString("<html><body></body></html>", "text/html");
