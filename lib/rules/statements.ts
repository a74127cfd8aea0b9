// The statements of an explanation that are not about marks: the scale, the classes, what feeds a neuron, its effects.

import type { Description, Feed } from "./description.ts";
import { roundTo } from "./words.ts";

/** A statement as it is written, and what it tells when it is read again. */
export interface Statements {
  rest?: number;
  bias?: number;
  /** The value that 10 stands for, where strengths are given on that scale. */
  ten?: number;
  top?: number;
  classes: Description["classes"];
  feeds: Feed[];
}

/** `Scale: 10 is as active as it ever gets, a value of 38; an empty picture gives 1.3.` */
export function writeScale({ empty, bias }: Pick<Description, "empty" | "bias">, top: number): string {
  return [
    `Scale: 10 is as active as it ever gets, a value of ${roundTo(top)}`,
    ...(empty === undefined
      ? []
      : [`an empty picture gives ${tenths(empty, top)}${empty < 0 ? ", which counts as 0" : ""}`]),
    ...(bias === undefined ? [] : [`silent features give ${tenths(bias, top)}`]),
  ].join("; ") + ".";
}

/** `Typical activity: above the empty picture 4 (5.2 ± 1.3), 9 (4.8 ± 1.2); below it 1 (0.2 ± 0.3).`, on the scale. */
export function writeClasses({ classes, empty }: Pick<Description, "classes" | "empty">, top: number): string {
  const sorted = classes.toSorted((a, b) => b.mean - a.mean);
  const list = (some: Description["classes"]) =>
    some.map(({ label, mean, std = 0 }) => `${label} (${tenths(mean, top)} ± ${tenths(std, top)})`).join(", ") ||
    "none";
  if (empty === undefined) return `Typical activity: ${list(sorted)}.`;
  const isAbove = ({ mean }: { mean: number }) => mean > Math.max(0, empty);
  const below = sorted.filter((one) => !isAbove(one));
  return `Typical activity: above the empty picture ${list(sorted.filter(isAbove))}; below it ${list(below)}.`;
}

/** `Raised by 0.52 x feature 2 (post at centre); lowered by 0.3 x feature 1 (…).`, the meanings where they are known. */
export function writeFeeds(feeds: readonly Feed[]): string {
  const list = (sign: number) =>
    feeds.filter(({ weight }) => weight * sign > 0)
      .map(({ from, weight, meaning }) =>
        `${roundTo(Math.abs(weight), 2)} x feature ${from}${meaning ? ` (${meaning})` : ""}`
      ).join(", ");
  const parts = [list(1) && `raised by ${list(1)}`, list(-1) && `lowered by ${list(-1)}`].filter((part) => part);
  return parts.length === 0 ? "" : `${capital(parts.join("; "))}.`;
}

/** What all of these say in a text, in these words or near ones; the strengths of a text without a scale are values. */
export function readStatements(text: string): Statements {
  const ten = figure(/\b10 (?:is|means|stands for)[^.;]*?\bvalue of (?:about )?(-?\d+(?:\.\d+)?)/i, text);
  const rest = restPatterns.map((pattern) => figure(pattern, text)).find((value) => value !== undefined);
  const bias = figure(/\b(?:silent features give|bias(?: of| is|:)?) (-?\d+(?:\.\d+)?)/i, text);
  const unit = ten === undefined ? 1 : ten / 10;
  const classes = [...text.matchAll(/([^\s,;:()][^,;:()\n]*?) \((-?\d+(?:\.\d+)?) ± (\d+(?:\.\d+)?)\)/g)]
    .map(([, label, mean, std]) => ({
      label: label.replace(/^.*\b(?:above the empty picture|below it|class|digit) /, ""),
      mean: Number(mean) * unit,
      std: Number(std) * unit,
    }));
  return {
    rest: rest === undefined ? undefined : rest * unit,
    bias: bias === undefined ? undefined : bias * unit,
    ten,
    top: ten ?? figure(/\b(?:top|reaches|at most)(?: about)? (\d+(?:\.\d+)?)/i, text),
    classes: classes.length > 0 ? classes : readTypical(text),
    feeds: readFeeds(text),
  };
}

/** `typically 17 for 0, 9; 3 for 1, 2.`: classes with like means share a figure. */
export function writeTypical(classes: Description["classes"]): string {
  const groups: Description["classes"][] = [];
  const sorted = classes.toSorted((a, b) => b.mean - a.mean);
  for (const one of sorted) {
    const group = groups.at(-1);
    if (group && group[0].mean - one.mean < 0.06 * sorted[0].mean) group.push(one);
    else groups.push([one]);
  }
  const parts = groups.map((group) => {
    const mean = group.reduce((sum, one) => sum + one.mean, 0) / group.length;
    return `${roundTo(mean, 2)} for ${group.map(({ label }) => label).join(", ")}`;
  });
  return `typically ${parts.join("; ")}`;
}

function readTypical(text: string): Description["classes"] {
  const found = /\btypically (.+?)\.(?:\s|$)/i.exec(text);
  return (found?.[1].split("; ") ?? []).flatMap((part) => {
    const [, mean, labels] = /^(-?\d+(?:\.\d+)?) for (.+)$/.exec(part) ?? [];
    return (labels?.split(", ") ?? []).map((label) => ({ label, mean: Number(mean) }));
  });
}

function readFeeds(text: string): Feed[] {
  return [...text.matchAll(/\b(raised|lowered) by ([^;\n]*)/gi)].flatMap(([, verb, list]) =>
    [...list.matchAll(/(\d+(?:\.\d+)?(?:e-?\d+)?) x feature (\d+)(?: \(([^)]+)\))?/gi)]
      .map(([, weight, from, meaning]): Feed => ({
        from: Number(from),
        weight: Number(weight) * (/^lowered/i.test(verb) ? -1 : 1),
        ...(meaning ? { meaning } : {}),
      }))
  );
}

/** What a list tells to begin with counts before what an empty picture gives: the first that is found. */
const restPatterns = [
  /\b(?:more exactly|as far as marks can tell)\b[^:]*\bbegin with (-?\d+(?:\.\d+)?)/i,
  /\bbegin with (-?\d+(?:\.\d+)?)/i,
  /\b(?:empty|blank|black) (?:picture|image|canvas|page)s?\b[^.;]*?(?:gives?|is|at|scores?|of|:)(?: it| about| around)? (-?\d+(?:\.\d+)?)/i,
  /\b(?:rests? (?:at|on)|resting value(?: of| is|:)?|starts? (?:at|from)|baseline(?: of| is|:)?)(?: about)? (-?\d+(?:\.\d+)?)/i,
];

function figure(pattern: RegExp, text: string): number | undefined {
  const value = Number(pattern.exec(text)?.[1] ?? NaN);
  return Number.isFinite(Math.fround(value)) ? value : undefined;
}

/** On the scale from 0 to 10, with one digit after the point. */
export function tenths(value: number, top: number): string {
  return String(Math.round(100 * value / top) / 10 + 0);
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
