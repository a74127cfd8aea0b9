// What is asked, what comes back, and what may go wrong: the words that all of this room shares.

/** A piece of a message; a picture's `url` is a data URL of a PNG. */
export type Part = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

export interface Message {
  role: "system" | "user" | "assistant";
  content: string | Part[];
}

/** With a JSON schema, the reply must fit it (structured outputs, strict), where the server takes schemas. */
export interface ChatRequest {
  messages: Message[];
  schema?: { name: string; schema: Record<string, unknown> };
}

/** A complete answer. `cached` says that nothing was sent for it; the token counts are of when it was. */
export interface Reply {
  text: string;
  model: string;
  promptTokens: number;
  completionTokens: number;
  cached: boolean;
  /** What the model thought before it answered; never a part of the answer. */
  thinking?: string;
  /** What a reader should know of this reply: it sounds like a refusal, the server cut the prompt, and the like. */
  note?: string;
}

/**
 * Kinds that every other request would meet as well: `schema` and `pictures`: the model takes none; `context`: the
 * prompt is too long for it; `storage`: replies cannot be kept. `malformed`: no chat completion came back.
 */
export type FailureKind =
  | ("authentication" | "permission" | "quota" | "model" | "address" | "pictures" | "schema" | "context" | "storage")
  | ("request" | "rate-limit" | "server" | "connection" | "timeout" | "aborted")
  | ("refusal" | "empty" | "length" | "content-filter" | "malformed");

/** `message` says what went wrong and what to do next, for people. */
export interface Failure {
  kind: FailureKind;
  message: string;
}

export type Outcome = { reply: Reply; failure?: undefined } | { reply?: undefined; failure: Failure };

/** `cached` counts the outcomes for which nothing was sent; the tokens are of the replies that were sent for. */
export interface Progress {
  done: number;
  total: number;
  failed: number;
  cached: number;
  promptTokens: number;
  completionTokens: number;
  /** While nothing comes: for whom it waits, and for how long, in words. Told once a second. */
  waiting?: string;
}

/** What asking would take. `money` is a sum in words, where the model's price is known. */
export interface Estimate {
  requests: number;
  cached: number;
  /** About: see countPromptTokens(). */
  promptTokens: number;
  /** About: what the replies of this stage took on average, or 250 a reply before the first. */
  completionTokens: number;
  money?: string;
}

/** A setting in use: its name, its value as shown to people, and the environment variable that sets it. */
export interface SettingRow {
  setting: string;
  value: string;
  variable: string;
}

export interface AskOptions {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

export interface Chat {
  readonly model: string;
  /** Who answers, for people. */
  readonly server: string;
  readonly isLanguageModel: boolean;
  readonly settings: readonly SettingRow[];
  /** Throws a ChatError where no complete answer comes. */
  ask(request: ChatRequest, options?: AskOptions): Promise<Reply>;
  /**
   * Asks side by side. The outcomes stand in the order of the requests; a failed one is a failure and the others are
   * kept. Equal requests are sent once. The first request ever goes alone, and what every other would meet as well (a
   * wrong key, no quota, an unknown model, a full disk) ends the asking. A request with a schema is asked again
   * without it where the server takes none, and its reply says so. Throws for requests that are malformed, before any is sent.
   */
  askAll(requests: ChatRequest[], options?: AskOptions): Promise<Outcome[]>;
  /** What askAll would send: the requests, the outcomes that need none, and about how many tokens and how much money. */
  estimate(requests: ChatRequest[]): Promise<Estimate>;
}

/** A failure of `ask`. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  constructor(readonly kind: FailureKind, message: string) {
    super(message);
  }
}
