// Text as HTML that shows it and never interprets it.

/** Keeps MathJax from reading dollar signs as formulas. */
const noFormulas = 'class="tex2jax_ignore mathjax_ignore"';

/** Attributes that keep line breaks and whole words, and dollar signs what they are. */
export const verbatim = `${noFormulas} ` +
  'style="white-space: pre-wrap; word-break: normal; overflow-wrap: break-word; text-align: left"';

/**
 * Makes visible what a terminal or a page would obey: control characters, as their Unicode pictures, and marks that
 * change the direction of writing. Line breaks and tabs stay. Half surrogates become the replacement character, because
 * the kernel's JSON cannot carry them.
 */
export function defuse(text: string): string {
  return text.toWellFormed().replaceAll("\r\n", "\n").replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

/** Text for HTML's content and for its quoted attributes. */
export function escapeHtml(text: string): string {
  return defuse(text).replace(/[&<>"']/g, (character) => entities[character]);
}

/** The text that escapeHtml() wrote. */
export function unescapeHtml(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity]);
}

/**
 * A verbatim block of text. Lines and spaces are kept by elements and characters, not by a style or a <pre>: viewers strip
 * styles, and would then break a long line inside of words, or let it scroll away.
 */
export function verbatimBlock(text: string): string {
  const lines = escapeHtml(text).replace(/^ | (?= )| $/gm, "&nbsp;").replaceAll("\n", "<br>\n")
    // A long reply in JSON has no space to break at.
    .replace(/[^\s<>]{60,}/g, (word) => word.replaceAll(",", ",<wbr>"));
  return `<div ${noFormulas} ` +
    `style="padding: 4px 0 8px 16px; text-align: left; overflow-wrap: anywhere">` +
    `<samp>${lines}</samp></div>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const characters = Object.fromEntries(Object.entries(entities).map(([character, entity]) => [entity, character]));

// deno-lint-ignore no-control-regex -- control characters are what is looked for
const unsafe = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
