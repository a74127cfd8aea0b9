// Bytes to and from servers of language models: the face of this room, which everybody outside imports from.

export {
  type Chat,
  type ChatRequest,
  type FailureKind,
  howToUseAModel,
  type Message,
  openChat,
  type Outcome,
  type Part,
  type Reply,
} from "./chat.ts";
export { countTokens } from "./token_count.ts";
export { countPromptTokens } from "./tokens.ts";
