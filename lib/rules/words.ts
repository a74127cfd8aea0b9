// The words of the language of marks: how marks, places and strengths are named, in full and in short.

import { boxOf } from "./drawing.ts";
import { type Mark, type Phrase, type Place, stepAcross, stepDown, type Turn } from "./vocabulary.ts";

/** "long vertical stroke" or, in short, "long post"; "arc open to the right" or "C". */
export function nameMark({ kind, size, turn }: Mark, { short = false } = {}): string {
  const named = short && turn ? shortNames[turn] : `${longNames[turn ?? "horizontal"]}`;
  if (kind === "spot") return spotNames[size];
  if (kind === "ring") return sizeNames.ring[size] + "ring";
  return sizeNames[kind][size] + named;
}

/** "upper far left", "bottom centre" or "centre": the place of the 25 that is nearest. */
export function namePlace({ x, y }: Place): string {
  const nearest = (value: number, step: number) => Math.max(-2, Math.min(2, Math.round((value - 50) / step)));
  const [down, across] = [nearest(y, stepDown) + 2, nearest(x, stepAcross) + 2];
  if (down === 2 && across === 2) return "centre";
  return `${rowNames[down]} ${columnNames[across]}`;
}

/** The mark and its place in a few words, "a vertical stroke in the centre", as a neuron is called after it. */
export function namePhrase({ mark, place }: Phrase, { short = false } = {}): string {
  const where = namePlace(place);
  if (short) return `${nameMark(mark, { short })} at ${where}`;
  return `${withArticle(nameMark(mark))} ${where === "centre" ? "in" : "at"} the ${where}`;
}

/** "22 to 54 % across, 50 % down": how far a mark reaches, which can be measured on the picture. */
export function nameExtent({ mark, place }: Phrase): string {
  const { across, down } = boxOf(mark, place);
  const onPicture = (value: number) => Math.round(Math.max(0, Math.min(100, value)));
  const say = (ends: [number, number]) => [...new Set(ends.map(onPicture))].join(" to ");
  return `${say(across)} % across, ${say(down)} % down`;
}

/** The five levels of strength, on the scale where 10 is as active as the neuron gets. */
export const levels: readonly { name: string; strength: number }[] = [
  { name: "very strongly", strength: 6.5 },
  { name: "strongly", strength: 3.5 },
  { name: "moderately", strength: 1.9 },
  { name: "slightly", strength: 1 },
  { name: "faintly", strength: 0.5 },
];

/** The level whose strength is nearest by ratio. */
export function levelOf(strength: number): typeof levels[number] {
  const distance = (level: number) => Math.abs(Math.log(level / Math.max(0.05, Math.abs(strength))));
  return levels.reduce((best, level) => distance(level.strength) < distance(best.strength) ? level : best);
}

/** The strength of the level that is nearest, on a scale of 10 for `top`. */
export function nearestLevel(strength: number, top: number): number {
  return Math.sign(strength) * levelOf(10 * strength / top).strength * top / 10;
}

/** Three significant digits, without an exponent where it can be avoided. */
export function roundTo(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)) + 0);
}

/** What the short names mean, said once above a list. */
export const legend = "Bars lie, posts stand; cups open up, arches down, Cs right.";

const rowNames = ["top", "upper", "middle", "lower", "bottom"];
const columnNames = ["far left", "left", "centre", "right", "far right"];
const spotNames = { small: "dot", plain: "blob", large: "patch" };
const sizeNames = {
  stroke: { small: "short ", plain: "", large: "long " },
  arc: { small: "small ", plain: "", large: "large " },
  ring: { small: "small ", plain: "", large: "large " },
};
const longNames: Record<Turn, string> = {
  ...{ horizontal: "horizontal stroke", vertical: "vertical stroke" },
  ...{ rising: "rising stroke (/)", falling: "falling stroke (\\)" },
  ...{ top: "arc open to the top", bottom: "arc open to the bottom" },
  ...{ left: "arc open to the left", right: "arc open to the right" },
};
const shortNames: Record<Turn, string> = {
  ...{ horizontal: "bar", vertical: "post", rising: "slash", falling: "backslash" },
  ...{ top: "cup", bottom: "arch", left: "reversed C", right: "C" },
};

function withArticle(name: string): string {
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
