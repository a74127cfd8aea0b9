// Signed numbers as bars to both sides of zero, in the colours of signed pixels.

import * as Plot from "@observablehq/plot";
import { divergingHex, largestMagnitude } from "../pictures/mod.ts";
import { ink, textWidth } from "./label.ts";
import { columnWidth, type Drawing, page } from "./layout.ts";
import { plot } from "./plot.ts";

/** A bar; that of a dead neuron is hollow, because whatever its value, the neuron passes nothing on. */
export interface SignedBar {
  readonly label: string;
  readonly value: number;
  readonly dead?: boolean;
}

/** Bars that belong together, such as the weights into one output. */
export interface BarGroup {
  readonly group: string;
  readonly bars: readonly SignedBar[];
}

/** Draws a panel for each group on a common scale, its bars in the order given, the number beside each. */
export function drawSignedBars(
  groups: readonly BarGroup[],
  { title, columns = 5, note, digits = 2 }: { title: string; columns?: number; note?: string; digits?: number },
): string {
  const bars = groups.flatMap(({ bars }) => bars);
  const odd = bars.find(({ value }) => !Number.isFinite(value));
  if (odd) {
    throw new RangeError(
      `Cannot draw bars: the value of "${odd.label}" is not finite, got ${odd.value}. Check the training's loss.`,
    );
  }
  const limit = largestMagnitude([bars.map(({ value }) => value)]);
  const marginLeft = 14 + Math.max(14, ...bars.map((bar) => textWidth(nameOf(bar))));
  // Bars are as long as the panels leave room for, side by side as asked, within what is well read.
  const room = columnWidth(Math.min(columns, Math.max(1, groups.length))) - marginLeft;
  const barsWidth = room >= 110 ? Math.min(240, room) : 145;
  // Room for the numbers beyond the longest bars; none to the left of zero where no number is negative.
  const domain = bars.some(({ value }) => value < 0) ? [-2 * limit, 2 * limit] as const : [0, 1.5 * limit] as const;
  const drawings = groups.map(({ group, bars }) => drawPanel(bars, { group, domain, marginLeft, barsWidth, digits }));
  const description = groups.map(({ group, bars }) => {
    const values = bars.map((bar) => `${nameOf(bar)} ${write(bar.value, digits)}`);
    return `${group}: ${values.join(", ") || "none"}`;
  }).join("; ");
  return page(drawings, { title, description: `Bars of signed numbers. ${description}`, columns, note });
}

function drawPanel(
  bars: readonly SignedBar[],
  { group, domain, marginLeft, barsWidth, digits }: {
    group: string;
    domain: readonly [low: number, high: number];
    marginLeft: number;
    barsWidth: number;
    digits: number;
  },
): Drawing {
  const size = { width: marginLeft + barsWidth, height: 12 + 20 * Math.max(1, bars.length) };
  const color = ({ value }: SignedBar) => divergingHex(0.8 * Math.sign(value));
  return plot({
    ...size,
    marginLeft,
    marginRight: 4,
    marginTop: 4,
    marginBottom: 8,
    x: { domain: [...domain], axis: null },
    y: { type: "band", domain: bars.map(nameOf), label: null, tickSize: 0, padding: 0.2 },
    color: { type: "identity" },
    marks: [
      Plot.barX(bars.filter(({ dead }) => !dead), { x: "value", y: nameOf, fill: color }),
      Plot.barX(bars.filter(({ dead }) => dead), {
        x: "value",
        y: nameOf,
        fill: "#ffffff",
        stroke: ink.faint,
        strokeDasharray: "3 2",
      }),
      bars.length === 0 ? Plot.text(["none"], { frameAnchor: "middle", fill: ink.faint }) : null,
      Plot.ruleX(bars.length === 0 ? [] : [0], { stroke: ink.weak }),
      ...[-1, 1].map((sign) =>
        Plot.text(bars.filter(({ value }) => (value < 0 ? -1 : 1) === sign), {
          x: "value",
          y: nameOf,
          text: ({ value }) => write(value, digits),
          textAnchor: sign < 0 ? "end" : "start",
          dx: 4 * sign,
          fontSize: 11,
        })
      ),
    ],
  }, group);
}

function nameOf({ label, dead }: SignedBar): string {
  return dead ? `${label} (dead)` : label;
}

function write(value: number, digits: number): string {
  // What rounds to zero has no sign.
  return value.toFixed(digits).replace(/^-(?=0(\.0+)?$)/, "").replace("-", "−");
}
