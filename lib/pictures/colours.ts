// The colours of every picture and plot, chosen once so that the same colour means the same thing everywhere.

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colour of a signed value in [-1, 1] (clamped): blue is negative, white is zero, red is positive. */
export function divergingRgb(value: number): Rgb {
  const arm = value < 0 ? blues : reds;
  const position = Math.min(Math.abs(value), 1) * (arm.length - 1);
  const below = Math.min(Math.floor(position), arm.length - 2);
  const part = position - below;
  const mix = (channel: number) => Math.round(arm[below][channel] * (1 - part) + arm[below + 1][channel] * part);
  return [mix(0), mix(1), mix(2)];
}

/** divergingRgb() as the `#rrggbb` of SVG and HTML. */
export function divergingHex(value: number): string {
  return "#" + divergingRgb(value).map((channel) => channel.toString(16).padStart(2, "0")).join("");
}

/** The colour of a named series: the same for the same name everywhere, or the palette's colour at the index. */
export function seriesColour(name: string, index: number): string {
  return namedColours[name] ?? palette[index % palette.length];
}

/** Black or white, whichever is readable on a `#rrggbb` colour. */
export function inkOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 140 ? "#ffffff" : "#1a1a1a";
}

const namedColours: Readonly<Record<string, string>> = { train: "#0072b2", test: "#d55e00" };

// For unordered things, after Okabe and Ito, darkened where they would be too faint on white.
const palette: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#008a65",
  "#b5589a",
  "#b07d00",
  "#2c8fc9",
  "#7a4fb5",
  "#5c5c5c",
  "#a63d2f",
  "#3d7a1f",
];

// ColorBrewer's RdBu, which red-green colour-blind readers can tell apart, with its grey middle made white.
const blues: readonly Rgb[] = [[255, 255, 255], [209, 229, 240], [146, 197, 222], [67, 147, 195], [33, 102, 172]];
const reds: readonly Rgb[] = [[255, 255, 255], [253, 219, 199], [244, 165, 130], [214, 96, 77], [178, 24, 43]];
