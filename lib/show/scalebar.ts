// The scale of the diverging colours, for below a picture.

import { divergingHex } from "../pictures/mod.ts";
import { label } from "./label.ts";
import type { Drawing } from "./layout.ts";

/** Draws the scale of the diverging colours from −limit over 0 to +limit, with what its ends mean. */
export function drawScaleBar(limit: number, [negative, positive]: readonly [string, string] = ["", ""]): Drawing {
  const steps = 41;
  const width = 240;
  const value = Number(limit.toPrecision(2));
  const step = width / steps;
  const bar = Array.from({ length: steps }, (_, i) => {
    const fill = divergingHex(2 * i / (steps - 1) - 1);
    return `<rect x="${(i * step).toFixed(2)}" y="2" width="${(step + 0.2).toFixed(2)}" height="12" fill="${fill}"/>`;
  });
  bar.push(`<rect x="0" y="2" width="${width}" height="12" fill="none" stroke="#999999" stroke-width="0.5"/>`);
  bar.push(label([`−${value}`, negative].filter(Boolean).join("\n"), { x: 0, y: 28 }));
  bar.push(label("0", { x: width / 2, y: 28, anchor: "middle" }));
  bar.push(label([`+${value}`, positive].filter(Boolean).join("\n"), { x: width, y: 28, anchor: "end" }));
  return { width, height: negative || positive ? 48 : 32, body: bar.join("") };
}
