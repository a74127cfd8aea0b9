// How long a server asks to wait: every form that the standards, the large servers and their clients know.

/** What an error brings along that may name a time. */
export interface WaitSource {
  headers: Headers;
  /** The error's message. */
  message: string;
  /** The error's body, parsed. */
  body: unknown;
}

/**
 * Milliseconds to wait, the most trusted source first: retry-after-ms, Retry-After (seconds or a date, RFC 9110 section
 * 10.2.3), the rate limits' own headers where one is used up, the body's fields, and last the words of its message.
 * Undefined where nothing is named.
 *
 * @param now Milliseconds since 1970.
 */
export function readWait({ headers, message, body }: WaitSource, now: number): number | undefined {
  const header = (name: string) => headers.get(name)?.trim() ?? "";
  const after = header("retry-after");
  const candidates = [
    toNumber(header("retry-after-ms")),
    toNumber(after) * 1000,
    toDate(after) - now,
    ...["requests", "tokens"].flatMap((what) =>
      header(`x-ratelimit-remaining-${what}`) === "0" ? [toDuration(header(`x-ratelimit-reset-${what}`))] : []
    ),
    ...["requests", "tokens", "input-tokens", "output-tokens"].flatMap((what) =>
      header(`anthropic-ratelimit-${what}-remaining`) === "0"
        ? [toDate(header(`anthropic-ratelimit-${what}-reset`)) - now]
        : []
    ),
    Number(header("ratelimit").match(/;\s*t=(\d+)/)?.[1] ?? NaN) * 1000,
    toReset(header("ratelimit-reset") || header("x-ratelimit-reset"), now),
    ...findInBody(body, now),
    toDuration(
      message.match(/(?:try again|retry|wait|available|reset)\D{0,40}?((?:[\d.]+\s*(?:ms|h|m|s|d)[a-z]*\s*,?\s*)+)/i)
        ?.[1] ?? "",
    ),
  ];
  // A time that is past already says nothing.
  return candidates.find((milliseconds) => milliseconds >= 0);
}

/** "90 s", "5 min 12 s", "23 h 5 min", for people. */
export function formatWait(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 600 && seconds % 60 > 0) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

function toNumber(text: string): number {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}

/** Dates have letters or dashes; a bare number is none. */
function toDate(text: string): number {
  return /[a-z]/i.test(text) && /\d{2}:\d{2}/.test(text) ? Date.parse(text) : NaN;
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "6m0s", "1.5s", "17ms", "1 hour 2 minutes": the sum of its parts; a bare number is seconds. */
function toDuration(text: string): number {
  if (toNumber(text) >= 0) return toNumber(text) * 1000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|milli|h|m|s|d)/gi)];
  if (parts.length === 0) return NaN;
  return parts.reduce((sum, [, count, unit]) => {
    const short = /^(ms|milli)/i.test(unit) ? "ms" : unit.toLowerCase();
    return sum + Number(count) * unitMs[short];
  }, 0);
}

/** A reset is seconds from now, or a time since 1970 in seconds or in milliseconds, or a date. */
function toReset(text: string, now: number): number {
  const number = toNumber(text);
  if (Number.isNaN(number)) return Number.isNaN(toDate(text)) ? toDuration(text) : toDate(text) - now;
  if (number > 1e11) return number - now;
  return number > 1e8 ? number * 1000 - now : number * 1000;
}

/** Fields such as retryDelay: "41s" (Google) and metadata.headers["X-RateLimit-Reset"] (OpenRouter), two levels deep or more. */
function findInBody(body: unknown, now: number, depth = 0): number[] {
  if (typeof body !== "object" || body === null || depth > 5) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const name = key.toLowerCase().replace(/[-_]/g, "");
    if (typeof value === "object") return findInBody(value, now, depth + 1);
    if (name === "retryafterms") return [toNumber(String(value))];
    if (name === "retrydelay" || name === "retryafter" || name === "retryafterseconds") {
      return [toDuration(String(value))];
    }
    return name === "xratelimitreset" ? [toReset(String(value), now)] : [];
  });
}
