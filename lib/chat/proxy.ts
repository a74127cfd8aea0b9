// Proxies that the environment names: whom they carry, and how a server on this machine is asked without them.

import { type Environment, readVariable } from "./environment.ts";

type Fetch = typeof globalThis.fetch;

/** The proxy through which requests to a URL go, without its password, for people; undefined where they go directly. */
export function proxyFor(url: URL, environment: Environment): string | undefined {
  if (isThisMachine(url.hostname) || isExcepted(url, environment)) return undefined;
  for (const name of [`${url.protocol.slice(0, -1)}_proxy`, "all_proxy"]) {
    const text = readVariable(environment, name) ?? readVariable(environment, name.toUpperCase());
    if (text === undefined) continue;
    const proxy = URL.parse(text.includes("://") ? text : `http://${text}`);
    return `${proxy?.host ?? "of the environment"} (${name.toUpperCase()})`;
  }
  return undefined;
}

/** A fetch that asks a server on this machine directly: no proxy has a way there, and it would get the key. */
export function directFetch(url: URL, environment: Environment): Fetch {
  const names = ["http_proxy", "https_proxy", "all_proxy"].flatMap((name) => [name, name.toUpperCase()]);
  const hasProxy = names.some((name) => readVariable(environment, name) !== undefined);
  if (!hasProxy || !isThisMachine(url.hostname)) return globalThis.fetch;
  return async (input, init) => {
    using client = clientWithoutProxy(url.hostname);
    const response = await fetch(input, { ...init, client });
    // The client ends with this function, so the body is read before.
    const body = response.body === null ? null : await response.bytes();
    return new Response(body, response);
  };
}

function isThisMachine(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
}

/** NO_PROXY names hosts and, with or without a dot in front, domains. (Deno takes * for no name.) */
function isExcepted({ hostname }: URL, environment: Environment): boolean {
  const list = readVariable(environment, "no_proxy") ?? readVariable(environment, "NO_PROXY") ?? "";
  return list.split(",").map((entry) => entry.trim().replace(/^\*?\./, "").replace(/:\d+$/, "")).some((entry) =>
    entry !== "" && (hostname === entry || hostname.endsWith(`.${entry}`))
  );
}

/** Deno reads the proxies when a client is made, and has no other way to leave them out. */
function clientWithoutProxy(hostname: string): Deno.HttpClient {
  const names = ["no_proxy", "NO_PROXY"];
  const before = names.map((name) => Deno.env.get(name));
  for (const name of names) Deno.env.set(name, hostname.replace(/[[\]]/g, ""));
  try {
    return Deno.createHttpClient({});
  } finally {
    names.forEach((name, i) => before[i] === undefined ? Deno.env.delete(name) : Deno.env.set(name, before[i]));
  }
}
