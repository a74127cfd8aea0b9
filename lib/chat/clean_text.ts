// Texts from outside, made harmless: no control characters, and one short line where one is wanted.

/** Keeps line breaks and tabs, and drops all other control characters, since a terminal would act on them. */
export function cleanText(text: string): string {
  // deno-lint-ignore no-control-regex -- dropping them is what this is for
  return text.replaceAll("\r\n", "\n").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
}

/** On one line. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}

/** At most so many characters of its start. */
export function shorten(text: string, most = 300): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

/** At most so many characters of its end. */
export function ending(text: string, most = 120): string {
  return text.length <= most ? text : `…${text.slice(-most)}`;
}
