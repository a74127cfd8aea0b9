// Takes secrets out of texts: the one place where this is done, after all cleaning.

export type Mask = (text: string) => string;

/**
 * A function that puts "[key]" in the place of the secrets, also where a server echoes them in capitals, in HTML,
 * percent-encoded, or broken by blanks, tags and control characters. Of a long random secret any piece of 8 characters
 * goes. `plain` are texts that must stay as they are: a fill-in key such as "ollama" that stands in the model's name is
 * no secret.
 */
export function makeMask(secrets: readonly string[], { plain = [] }: { plain?: readonly string[] } = {}): Mask {
  const real = secrets.filter((secret) =>
    isSecret(secret) && (isRandom(secret) || !plain.some((text) => text.toLowerCase().includes(secret.toLowerCase())))
  );
  const pieces = real.map((secret) => {
    const { letters } = normalise(secret);
    const size = isRandom(secret) ? shortestPiece : letters.length;
    const places = Array.from({ length: letters.length - size + 1 }, (_, place) => place);
    return { size, all: new Set(places.map((place) => letters.slice(place, place + size))) };
  });
  if (pieces.length === 0) return (text) => text;
  return (text) => {
    const { letters, starts, ends } = normalise(text);
    const hidden = new Uint8Array(letters.length);
    for (const { size, all } of pieces) {
      for (let place = 0; place + size <= letters.length; place++) {
        if (all.has(letters.slice(place, place + size))) hidden.fill(1, place, place + size);
      }
    }
    return cutOut(text, { hidden, starts, ends });
  };
}

/** A value with every string in it masked, however deep. */
export function maskAll<T>(value: T, mask: Mask): T {
  if (typeof value === "string") return mask(value) as T;
  if (Array.isArray(value)) return value.map((inner) => maskAll(inner, mask)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAll(inner, mask)])) as T;
}

/** By its start or its looks, so that one in the wrong variable is never shown. */
export function looksLikeKey(text: string): boolean {
  return /^(bearer |basic )?(sk|pk|rk|gsk|xai|hf|ghp|nvapi|AIza)[-_A-Z0-9].{10,}/i.test(text) || isRandom(text);
}

const shortestPiece = 8;
// What people fill in where a server wants some key.
const fillIns =
  /^(x+|sk-x+|empty|none|null|dummy|test|local|anything|placeholder|ollama|lm-?studio|(sk-)?(no|not)-?(api-?)?(key-?)?(needed|required))$/i;

/** Shorter ones are fill-ins too, and would punch holes into replies. */
function isSecret(text: string): boolean {
  return text.length >= (/\d/.test(text) ? 6 : 8) && !fillIns.test(text);
}

function isRandom(text: string): boolean {
  return text.length >= 20 && /\d/.test(text) && /[a-z]/i.test(text) && !/[\s/:.]/.test(text);
}

// One letter as it may be written, or what may stand between two: blanks, quotes, tags, and signs that show nothing.
const unit = new RegExp(
  [
    /<[^<>]{0,200}>/,
    /&#x([0-9a-f]{1,6});?/,
    /&#(\d{1,7});?/,
    /%([0-9a-f]{2})/,
    /\\u([0-9a-f]{4})/,
    /\\[nrtbf"\\]/,
    /[\s\S]/,
  ].map(({ source }) => source).join("|"),
  "gi",
);
// deno-lint-ignore no-control-regex -- they show nothing, so they may stand within an echoed key
const between = /^(<.+>|\\[nrtbf"\\]|[\s"'`,|+\\\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060-\u2064\ufeff])$/s;

/** The letters that count, in small, and where each begins and ends in the text. */
function normalise(text: string): { letters: string; starts: number[]; ends: number[] } {
  const letters: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(unit)) {
    const [written, hexEntity, entity, percent, escape] = match;
    const hex = hexEntity ?? percent ?? escape;
    const code = hex !== undefined ? parseInt(hex, 16) : entity !== undefined ? Number(entity) : undefined;
    const letter = code === undefined || code > 0xffff ? written : String.fromCharCode(code);
    if (between.test(letter)) continue;
    const small = letter.toLowerCase();
    letters.push(small.length === 1 ? small : letter[0]);
    starts.push(match.index);
    ends.push(match.index + written.length);
  }
  return { letters: letters.join(""), starts, ends };
}

function cutOut(
  text: string,
  { hidden, starts, ends }: { hidden: Uint8Array; starts: number[]; ends: number[] },
): string {
  let kept = "";
  let end = 0;
  for (let place = 0; place < hidden.length; place++) {
    if (!hidden[place]) continue;
    const first = place;
    while (hidden[place + 1]) place++;
    kept += text.slice(end, starts[first]) + "[key]";
    end = ends[place];
  }
  return kept + text.slice(end);
}
