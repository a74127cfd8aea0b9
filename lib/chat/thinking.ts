// Tells what a model thought from what it answers, where both came in one text.

/** Tags around thoughts, of DeepSeek, Qwen and many (think), Magistral ([THINK]), Kimi (◁think▷), and others. */
const names = "think|thinking|thought|thoughts|reasoning|seed:think|start_of_thought";
const opening = `<(?:${names})>|\\[THINK\\]|◁think▷|<\\|START_THINKING\\|>`;
const closing = `</(?:${names})>|\\[/THINK\\]|◁/think▷|<\\|END_THINKING\\|>`;

/**
 * Splits a reply. Thoughts stand between tags; the opening tag may be missing, since it is often a part of the prompt;
 * without a closing one, all after the opening tag is thought. gpt-oss names channels: the answer is in the last "final".
 */
export function splitThinking(text: string): { answer: string; thinking: string } {
  const channels = splitChannels(text);
  if (channels) return channels;
  const closed = [...text.matchAll(new RegExp(closing, "gi"))].at(-1);
  const before = closed ? text.slice(0, closed.index) : "";
  const after = closed ? text.slice(closed.index + closed[0].length) : text;
  const open = after.search(new RegExp(opening, "i"));
  const answer = open === -1 ? after : after.slice(0, open);
  const rest = open === -1 ? "" : after.slice(open);
  const thinking = `${before}\n${rest}`.replace(new RegExp(`${opening}|${closing}`, "gi"), "\n").trim();
  return { answer: closed || open !== -1 ? stripMarkers(answer).trim() : answer, thinking };
}

/** The parts of OpenAI's harmony format, with its signs or with the bare words that are left where they were dropped. */
function splitChannels(text: string): { answer: string; thinking: string } | undefined {
  const signs = /<\|channel\|>\s*(analysis|commentary|final)[^<]*<\|message\|>/;
  if (signs.test(text)) {
    const parts = text.split(signs);
    const channels = parts.flatMap((part, i) => i % 2 === 1 ? [{ name: part, text: stripMarkers(parts[i + 1]) }] : []);
    const textOf = (final: boolean) =>
      channels.filter(({ name }) => (name === "final") === final).map(({ text }) => text.trim()).join("\n").trim();
    return { answer: textOf(true), thinking: textOf(false) };
  }
  const bare = text.match(/^\s*analysis(?=[A-Z"'\s])([\s\S]*?)assistant\s*final([\s\S]*)$/);
  return bare ? { answer: bare[2].trim(), thinking: bare[1].trim() } : undefined;
}

function stripMarkers(text: string): string {
  return text.replace(/<\|(start|end|return|message|channel|im_end|START_RESPONSE|END_RESPONSE)\|>(assistant)?/g, "");
}
