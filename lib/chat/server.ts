// Chooses who answers: the server that the environment names, or the rule-based explainer where it names none.

import { checkKey, checkModel, parseBaseUrl, plainQuery, secretsInAddress, showAddress } from "./address.ts";
import { cleanText } from "./clean_text.ts";
import { directFetch, proxyFor } from "./proxy.ts";
import { looksLikeKey, makeMask, type Mask } from "./secrets.ts";
import { type Environment, readVariable } from "./environment.ts";

type Fetch = typeof globalThis.fetch;

/** One end that speaks the chat-completions API. */
export interface Server {
  model: string;
  /** Origin and path, where requests go, and the query that goes along. */
  baseUrl: string;
  query: Record<string, string>;
  /** The base URL without secrets and without its query, for people and for files. */
  address: string;
  /** What tells one server from another in the keys of kept replies: the address and the query's plain parts. */
  key: string;
  /** "ChatGPT (gpt-4o-2024-08-06) at api.openai.com", for people. */
  name: string;
  isLanguageModel: boolean;
  /** OpenAI's own, which knows the newest names of settings and is what it says. */
  isOpenAi: boolean;
  apiKey: string;
  headers: Record<string, string | null>;
  organization: string | null;
  project: string | null;
  fetch: Fetch;
  /** The proxy that requests go through, for people. */
  proxy?: string;
  /** Cleans a text that came from outside, and takes the secrets out of it: servers echo what they were sent. */
  mask: Mask;
}

const openAiUrl = "https://api.openai.com/v1";
// RFC 2606 keeps .invalid free of real hosts, so a request that slipped past the passed-in fetch would reach nobody.
const rulesUrl = "http://rule-based-explainer.invalid/v1";
// Local servers want some key.
const placeholderKey = "no-key-needed";

/**
 * Reads OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL (OPENAI_ORG_ID and OPENAI_PROJECT_ID go along); empty ones
 * count as unset. With neither a key nor a base URL, `rules` answers. Throws where a key or a base URL cannot work.
 */
export function chooseServer(
  environment: Environment,
  { rules, fetch, headers = {} }: { rules: Fetch; fetch?: Fetch; headers?: Record<string, string> },
): Server {
  const key = readVariable(environment, "OPENAI_API_KEY");
  const address = readVariable(environment, "OPENAI_BASE_URL");
  if (!key && !address) return ruleBasedServer(rules);
  if (key) checkKey(key);
  const url = parseBaseUrl(address ?? openAiUrl);
  const model = readVariable(environment, "OPENAI_MODEL") ?? "gpt-4o-2024-08-06";
  checkModel(model, key);
  const secrets = [key ?? "", ...secretsInAddress(url.href), ...secretsInHeaders(headers), ...strayKeys(environment)];
  const mask = makeMask(secrets, { plain: [model, showAddress(url)] });
  const isOpenAi = url.hostname === "api.openai.com";
  const hasOwnKey = Object.keys(headers).some((name) => /^(authorization|api-key|x-api-key)$/i.test(name));
  return {
    model,
    baseUrl: (url.origin + url.pathname).replace(/\/+$/, ""),
    query: Object.fromEntries(url.searchParams),
    address: mask(showAddress(url)),
    key: [mask(showAddress(url)), plainQuery(url)].filter((part) => part !== "").join("?"),
    name: mask(isOpenAi ? `ChatGPT (${model}) at ${url.host}` : `${model} at ${url.host}`),
    isLanguageModel: true,
    isOpenAi,
    apiKey: key ?? placeholderKey,
    // A header of one's own replaces the client's; without any key, Azure would stumble over a fill-in.
    headers: hasOwnKey && !key ? { authorization: null, ...headers } : headers,
    organization: readVariable(environment, "OPENAI_ORG_ID") ?? null,
    project: readVariable(environment, "OPENAI_PROJECT_ID") ?? null,
    fetch: fetch ?? directFetch(url, environment),
    proxy: proxyFor(url, environment),
    mask: (text) => mask(cleanText(text)),
  };
}

function ruleBasedServer(rules: Fetch): Server {
  const name = "the rule-based explainer";
  return {
    model: "rule-based-explainer",
    baseUrl: rulesUrl,
    query: {},
    address: name,
    key: name,
    name,
    isLanguageModel: false,
    isOpenAi: false,
    apiKey: placeholderKey,
    headers: {},
    organization: null,
    project: null,
    fetch: rules,
    mask: cleanText,
  };
}

function secretsInHeaders(headers: Record<string, string>): string[] {
  const plain = /^(http-referer|referer|x-title|user-agent|openai-beta|content-type|accept)$/i;
  return Object.entries(headers).filter(([name]) => !plain.test(name)).flatMap(([, value]) => {
    const [scheme, token] = value.split(/ +/, 2);
    if (token === undefined) return [value];
    return [value, token, ...(/^basic$/i.test(scheme) ? decodeBasic(token) : [])];
  });
}

/** A Basic header's user and password, together and the password alone (RFC 7617). */
function decodeBasic(token: string): string[] {
  try {
    const pair = atob(token);
    return [pair, pair.slice(pair.indexOf(":") + 1)];
  } catch {
    return [];
  }
}

/** Keys that stand in variables where none belongs, and the passwords of proxies. */
function strayKeys(environment: Environment): string[] {
  const ids = ["OPENAI_ORG_ID", "OPENAI_PROJECT_ID"].map((name) => environment[name]?.trim() ?? "").filter(
    looksLikeKey,
  );
  const proxies = ["http_proxy", "https_proxy", "all_proxy"].flatMap((name) => [name, name.toUpperCase()]);
  return [...ids, ...proxies.flatMap((name) => secretsInAddress(environment[name] ?? ""))];
}
