// Chooses who answers: the server that the environment names, or the rule-based explainer where it names none.

type Fetch = typeof globalThis.fetch;

/** One end that speaks the chat-completions API. */
export interface Server {
  model: string;
  baseUrl: string;
  /** The base URL without its query, for people and for files. */
  address: string;
  /** "ChatGPT (gpt-4o-2024-08-06) at api.openai.com", for people. */
  name: string;
  isLanguageModel: boolean;
  apiKey: string;
  organization: string | null;
  project: string | null;
  fetch: Fetch;
  /** Takes the key out of a text that came from outside: servers echo what they were sent. */
  scrub(text: string): string;
}

const openAiUrl = "https://api.openai.com/v1";
// RFC 2606 keeps .invalid free of real hosts, so a request that slipped past the passed-in fetch would reach nobody.
const rulesUrl = "http://rule-based-explainer.invalid/v1";
// Local servers want some key; shorter ones ("EMPTY", "none") are fill-ins too, and would punch holes into replies.
const placeholderKey = "no-key-needed";
const shortestSecret = 6;

/**
 * Reads OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL (OPENAI_ORG_ID and OPENAI_PROJECT_ID go along); empty ones
 * count as unset. With neither a key nor a base URL, `rules` answers. Throws where a key or a base URL cannot work.
 */
export function chooseServer(
  environment: Record<string, string | undefined>,
  { rules, fetch = globalThis.fetch }: { rules: Fetch; fetch?: Fetch },
): Server {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const key = read("OPENAI_API_KEY");
  const url = read("OPENAI_BASE_URL");
  const scrub = makeScrubber(key);
  if (!key && !url) {
    return {
      model: "rule-based-explainer",
      baseUrl: rulesUrl,
      address: "the rule-based explainer",
      name: "the rule-based explainer",
      isLanguageModel: false,
      apiKey: placeholderKey,
      organization: null,
      project: null,
      fetch: rules,
      scrub,
    };
  }
  if (key) checkKey(key);
  const base = checkBaseUrl(url ?? openAiUrl, scrub);
  const model = read("OPENAI_MODEL") ?? "gpt-4o-2024-08-06";
  return {
    model,
    baseUrl: base.href.replace(/\/+$/, ""),
    address: scrub((base.origin + base.pathname).replace(/\/+$/, "")),
    name: base.hostname === "api.openai.com" ? `ChatGPT (${model}) at ${base.host}` : `${model} at ${scrub(base.host)}`,
    isLanguageModel: true,
    apiKey: key ?? placeholderKey,
    organization: read("OPENAI_ORG_ID") ?? null,
    project: read("OPENAI_PROJECT_ID") ?? null,
    fetch,
    scrub,
  };
}

function makeScrubber(key = ""): (text: string) => string {
  return key.length < shortestSecret ? (text) => text : (text) => text.replaceAll(key, "[key]");
}

/** A header carries visible ASCII only; a pasted key may bring along a line break or a curly quote. */
function checkKey(key: string): void {
  const place = key.search(/[^\x21-\x7e]/);
  if (place === -1) return;
  throw new Error(
    `Cannot use OPENAI_API_KEY: a key holds letters, digits and signs only, got one of ${key.length} characters with ` +
      `another character at position ${place + 1}. Copy the key again, without quotes or line breaks.`,
  );
}

function checkBaseUrl(text: string, scrub: (text: string) => string): URL {
  // Two variables are easily swapped, and an error message is no place for a key.
  const shown = /^sk-/.test(text) ? "what looks like a key" : `"${scrub(text).replace(/\/\/[^/]*@/, "//…@")}"`;
  const refuse = (wrong: string, advice: string): never => {
    throw new Error(`Cannot use OPENAI_BASE_URL: ${wrong}, got ${shown}. ${advice}`);
  };
  const example = "Give the address up to its version, such as http://localhost:11434/v1.";
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return refuse("it must begin with http:// or https://", example);
  if (url.username || url.password) {
    return refuse("it holds a user name or a password", "Put the key into OPENAI_API_KEY.");
  }
  if (url.hash) return refuse("it holds a fragment (#)", example);
  if (/\/chat\/completions\/*$/.test(url.pathname)) {
    return refuse("it ends in /chat/completions", "Leave that part out.");
  }
  return url;
}
