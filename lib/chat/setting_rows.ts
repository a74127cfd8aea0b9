// The settings in use, as rows for people.

import { type Environment, readVariable } from "./environment.ts";
import { type Settings, type SettingsInUse, variables } from "./settings.ts";
import type { Server } from "./server.ts";
import type { Chat, SettingRow } from "./types.ts";

/** The settings of a chat as rows for a table; keys, passwords and headers are named and not shown. */
export function chatSettingsRows({ settings }: Chat): SettingRow[] {
  return settings.map((row) => ({ ...row }));
}

/** What is in use, by the environment or by a cell; what is left to the server says so. */
export function listSettings(server: Server, settings: SettingsInUse, environment: Environment): SettingRow[] {
  const { mask, address, model, proxy, isLanguageModel } = server;
  const isSet = (name: string) => readVariable(environment, name) === undefined ? "not set" : "set";
  const who = { setting: "server", value: address, variable: "OPENAI_BASE_URL" };
  if (!isLanguageModel) return [who];
  const rows = [
    who,
    { setting: "model", value: mask(model), variable: "OPENAI_MODEL" },
    { setting: "key", value: isSet("OPENAI_API_KEY"), variable: "OPENAI_API_KEY" },
    { setting: "organisation", value: isSet("OPENAI_ORG_ID"), variable: "OPENAI_ORG_ID" },
    { setting: "project", value: isSet("OPENAI_PROJECT_ID"), variable: "OPENAI_PROJECT_ID" },
    { setting: "proxy", value: mask(proxy ?? "none"), variable: "HTTPS_PROXY, HTTP_PROXY, NO_PROXY" },
  ];
  const own = Object.entries(words).map(([name, setting]) => {
    const value = settings[name as keyof Settings];
    return { setting, value: mask(showValue(value)), variable: variables[name as keyof Settings] };
  });
  return [...rows, ...own];
}

/** Headers by their names alone; what is not set is not sent. */
function showValue(value: Settings[keyof Settings]): string {
  if (value === undefined) return "not sent";
  return typeof value === "object" ? Object.keys(value).join(", ") : String(value);
}

const words: Record<keyof Settings, string> = {
  concurrency: "requests at once, at most",
  timeout: "seconds for one reply",
  retries: "tries after the first",
  temperature: "temperature",
  seed: "seed of the replies",
  maxTokens: "tokens of a reply, at most",
  reasoningEffort: "reasoning effort",
  headers: "headers of your own",
  batch: "by the Batch API",
};
