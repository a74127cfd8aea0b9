// Findings, and advice, that several parts of the room give.

import type { Finding } from "./finding.ts";

export const checkUrl = "Check OPENAI_BASE_URL: it must lead to a chat-completions API, and mostly ends in /v1.";

export const brokenOff: Finding = {
  kind: "connection",
  wrong: "the reply breaks off",
  advice: "The connection was closed early: run it again, and look at the server's log if it lasts.",
  retry: true,
};

export const aborted: Finding = {
  kind: "aborted",
  wrong: "it was stopped before the reply came",
  advice: "Run it again to ask for what is missing.",
};
