// The server's address and the key as they were given: whether they can work, and how they may be shown.

import { looksLikeKey } from "./secrets.ts";

/** Throws where it cannot work. What is shown of it holds no secret. */
export function parseBaseUrl(text: string): URL {
  const refuse = (wrong: string, advice: string): never => {
    throw new Error(`Cannot use OPENAI_BASE_URL: ${wrong}, got ${quoteAddress(text)}. ${advice}`);
  };
  const example = "Give the address up to its version, such as http://localhost:11434/v1.";
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return refuse("it must begin with http:// or https://", example);
  if (url.username || url.password) {
    const advice =
      "Put a key into OPENAI_API_KEY; for a password, set OPENAI_CUSTOM_HEADERS to Authorization: Basic ….";
    return refuse("it holds a user name or a password", advice);
  }
  if (url.hash) return refuse("it holds a fragment (#)", example);
  if (/\/chat\/completions\/*$/.test(url.pathname)) {
    return refuse("it ends in /chat/completions", "Leave that part out.");
  }
  return url;
}

/** Origin and path for people and files: without the query, and without what looks like a key in the path. */
export function showAddress({ origin, pathname }: URL): string {
  const path = pathname.split("/").map((part) => looksLikeKey(decode(part)) ? "[key]" : part).join("/");
  return (origin + path).replace(/\/+$/, "");
}

/** The parts of the query that are known to be no secrets, since they choose what answers. */
export function plainQuery({ searchParams }: URL): string {
  const parts = [...searchParams].filter(([name, value]) => isPlainName(name) && !looksLikeKey(value));
  return parts.map(([name, value]) => `${name}=${value}`).sort().join("&");
}

/** Whatever may be secret in an address: values of the query, a password, long parts of the path. */
export function secretsInAddress(text: string): string[] {
  const url = URL.parse(text);
  if (!url) return text.split(/[\s/?&=#@:]+/).filter(looksLikeKey);
  const values = [...url.searchParams].filter(([name]) => !isPlainName(name)).map(([, value]) => value);
  const parts = url.pathname.split("/").map(decode).filter(looksLikeKey);
  return [...values, ...parts, decode(url.username), decode(url.password), decode(url.hash.slice(1))];
}

/** A header carries visible ASCII only; a pasted key may bring along a line break or a curly quote. */
export function checkKey(key: string): void {
  if (/^https?:\/\//.test(key)) {
    throw new Error("Cannot use OPENAI_API_KEY: it holds an address. Put that into OPENAI_BASE_URL, and the key here.");
  }
  const place = key.search(/[^\x21-\x7e]/);
  if (place === -1) return;
  throw new Error(
    `Cannot use OPENAI_API_KEY: a key holds letters, digits and signs only, got one of ${key.length} characters with ` +
      `another character at position ${place + 1}. Copy the key again, without quotes or line breaks.`,
  );
}

/** Throws where a key stands in the model's place, and does not show it. */
export function checkModel(model: string, key = ""): void {
  const isKey = /^(sk|pk|rk|gsk|xai|hf|ghp|nvapi)[-_]\S{16,}$|^AIza\S{20,}$/.test(model) ||
    (key.length >= 20 && model.includes(key));
  if (isKey) throw new Error("Cannot use OPENAI_MODEL: it holds a key. Put that into OPENAI_API_KEY.");
}

function isPlainName(name: string): boolean {
  return /^(api-?version|version|deployment|region|model|provider)$/i.test(name);
}

function quoteAddress(text: string): string {
  if (looksLikeKey(text)) return "what looks like a key";
  const url = URL.parse(text);
  const shown = url && /^https?:$/.test(url.protocol)
    ? showAddress(url)
    : text.replace(/\/\/[^/]*@/, "//…@").replace(/[?#].*$/s, "…").replace(/[\w-]{20,}/g, "…");
  return JSON.stringify(shown.slice(0, 120));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
