// Bytes to and from servers of language models: the face of this room, which everybody outside imports from.

export { type RequestRow, writeRequestRows } from "./batch_rows.ts";
export { type ChatOptions, openChat } from "./chat.ts";
export { howToUseAModel } from "./how_to_use.ts";
export { type TakenReplies, takeReplies } from "./replies_from_elsewhere.ts";
export { chatSettingsRows } from "./setting_rows.ts";
export type { Environment } from "./environment.ts";
export { countTokens } from "./token_count.ts";
export { countPromptTokens } from "./tokens.ts";
export {
  type AskOptions,
  type Chat,
  ChatError,
  type ChatRequest,
  type Estimate,
  type Failure,
  type FailureKind,
  type Message,
  type Outcome,
  type Part,
  type Progress,
  type Reply,
  type SettingRow,
} from "./types.ts";
export { readUsage, type UsageLine, type UsageRow, usageRows } from "./usage.ts";
