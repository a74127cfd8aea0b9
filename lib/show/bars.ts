// Signed numbers as bars to both sides of zero, in the colours of signed pixels.

import * as Plot from "@observablehq/plot";
import { divergingHex } from "../pictures/mod.ts";
import { page, plot } from "./svg.ts";

/** Bars that belong together, such as the weights into one output. */
export interface BarGroup {
  readonly group: string;
  readonly bars: readonly { readonly label: string; readonly value: number }[];
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
  const limit = Math.max(1e-12, ...bars.map(({ value }) => Math.abs(value)));
  const marginLeft = 14 + 7 * Math.max(1, ...bars.map(({ label }) => label.length));
  const drawings = groups.map(({ group, bars }) =>
    plot({
      width: marginLeft + 170,
      height: 12 + 20 * Math.max(1, bars.length),
      marginLeft,
      marginRight: 4,
      marginTop: 4,
      marginBottom: 8,
      // Room for the numbers beyond the longest bars.
      x: { domain: [-1.8 * limit, 1.8 * limit], axis: null },
      y: { type: "band", domain: bars.map(({ label }) => label), label: null, tickSize: 0, padding: 0.2 },
      color: { type: "identity" },
      marks: [
        Plot.barX(bars, { x: "value", y: "label", fill: ({ value }) => divergingHex(0.8 * Math.sign(value)) }),
        bars.length === 0 ? Plot.text(["none"], { frameAnchor: "middle", fill: "#767676" }) : null,
        Plot.ruleX(bars.length === 0 ? [] : [0], { stroke: "#555555" }),
        ...[-1, 1].map((sign) =>
          Plot.text(bars.filter(({ value }) => (value < 0 ? -1 : 1) === sign), {
            x: "value",
            y: "label",
            text: ({ value }) => value.toFixed(digits).replace("-", "−"),
            textAnchor: sign < 0 ? "end" : "start",
            dx: 4 * sign,
            fontSize: 11,
          })
        ),
      ],
    }, group)
  );
  return page(drawings, { title, columns: Math.min(columns, groups.length), note });
}
