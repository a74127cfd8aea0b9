// What the tests of the chat share: requests, and a server of the test's own with a chat that asks it.

import { assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { type ChatOptions, openChat } from "../lib/chat/chat.ts";
import type { ChatRequest } from "../lib/chat/types.ts";
import { type ChatHandler, type ChatServer, complete, lastText, startChatServer } from "./chat_server.ts";

export const key = "sk-planted-0123456789abcdefghij";
export const noRules = () => Promise.reject(new Error("The rules were asked."));

export const ask = (text: string): ChatRequest => ({ messages: [{ role: "user", content: text }] });
export const askMany = (count: number) => Array.from({ length: count }, (_, i) => ask(`question ${i}`));
export const echo: ChatHandler = (request) => complete(`answer to ${lastText(request)}`);

export function makePng(width: number, height: number): string {
  const data = Buffer.alloc(width * height, 128);
  const png = PNG.sync.write(Object.assign(new PNG({ width, height, colorType: 0, inputHasAlpha: false }), { data }), {
    colorType: 0,
    inputColorType: 0,
    inputHasAlpha: false,
  });
  return `data:image/png;base64,${png.toString("base64")}`;
}

export const withPicture = (url = makePng(28, 28)): ChatRequest => ({
  messages: [
    { role: "system", content: "You see." },
    {
      role: "user",
      content: [
        { type: "text", text: "Before ünïcode \n" },
        { type: "image_url", image_url: { url } },
        { type: "text", text: " after" },
      ],
    },
  ],
});

export interface Bench {
  server: ChatServer;
  folder: string;
  slept: number[];
  /** Opens a chat with the server, as a new session would. */
  open(options?: Partial<ChatOptions>): ReturnType<typeof openChat>;
}

/** Runs a test against a server of its own, with an empty cache folder and a sleep that is written down. */
export async function withServer(
  handler: ChatHandler,
  test: (bench: Bench) => Promise<void>,
  options: { models?: object[] } = {},
): Promise<void> {
  const server = startChatServer(handler, options);
  const parent = await Deno.makeTempDir();
  const folder = `${parent}/chat`;
  const slept: number[] = [];
  const open: Bench["open"] = (options) =>
    openChat({
      environment: { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.url },
      rules: noRules,
      cacheFolder: folder,
      sleep: (milliseconds) => Promise.resolve(void slept.push(milliseconds)),
      ...options,
    });
  try {
    await test({ server, folder, slept, open });
  } finally {
    await server.close();
    await Deno.remove(parent, { recursive: true });
  }
}

/** Answers after so many milliseconds. */
export const echoAfter = (milliseconds: number): ChatHandler => async (request, index) => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return await echo(request, index);
};

/** The kept exchanges, by the names of their files. */
export async function readFiles(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  if (!await Deno.stat(folder).catch(() => false)) return files;
  for await (const { name } of Deno.readDir(folder)) {
    if (name !== "usage.jsonl" && name !== "failures.json") files[name] = await Deno.readTextFile(`${folder}/${name}`);
  }
  return files;
}

/** Asks once and expects a failure of the kind; returns its message. */
export async function failureOf(
  chat: ReturnType<typeof openChat>,
  kind: string,
  request = ask("why?"),
): Promise<string> {
  const [{ failure }] = await chat.askAll([request]);
  assertEquals(failure?.kind, kind, failure?.message);
  assertMatch(failure!.message, /^Cannot get a reply from .+: .+\. .+\.$/);
  return failure!.message;
}

/** Runs a program that has openChat(), in a process with an environment of its own; its output is what it prints. */
export function runProgram(
  code: string,
  environment: Record<string, string>,
): { child: Deno.ChildProcess; output: Promise<string> } {
  const root = new URL("..", import.meta.url).pathname;
  // Where JSR does not answer, the tests run by a configuration of their own.
  const isOffline = fileExists(`${root}.offline.json`);
  const config = isOffline ? ["--config", `${root}.offline.json`, "--lock", `${root}.offline.lock`] : [];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", ...config, `import { openChat } from "${root}lib/chat/mod.ts";\n${code}`],
    cwd: root,
    env: { NO_COLOR: "1", ...environment },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output().then(({ stdout, stderr }) => {
    const decoder = new TextDecoder();
    return decoder.decode(stdout) || decoder.decode(stderr);
  });
  return { child, output };
}

function fileExists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
