// A front end for tests: speaks Jupyter's protocol to the kernel that is installed for notebooks.

import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type Channels, chooseConnection, openChannels } from "../lib/kernel/channels.ts";
import { makeMessage, type Message } from "../lib/kernel/wire.ts";

/** What a front end sees of a cell. */
export interface SeenCell {
  /** The status of the reply. */
  readonly status: unknown;
  readonly reply: Readonly<Record<string, unknown>>;
  /** What came before the cell's idle status, in short: "stdout: text", "result: text", "error: name: value". */
  readonly shown: string[];
  readonly tracebacks: string[];
  readonly milliseconds: number;
}

/** A front end with its own kernel, whose process is `process`. */
export interface FrontEnd {
  readonly process: Deno.ChildProcess;
  readonly channels: Channels;
  run(code: string): Promise<SeenCell>;
  request(channel: "shell" | "control", type: string, content?: Record<string, unknown>): Promise<Message>;
}

const configuration = fileURLToPath(new URL("../deno.json", import.meta.url));

/** Starts the kernel in a folder, lets the work use it, and ends it. */
export async function withFrontEnd(folder: string, work: (front: FrontEnd) => Promise<void>): Promise<void> {
  const info = chooseConnection();
  const file = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(file, JSON.stringify(info));
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-lock", "--config", configuration, kernel, file],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const session = randomUUID();
  const watchers = new Map<string, (message: Message) => void>();
  const channels = await openChannels(
    info,
    (message) => watchers.get(message.parent.msg_id ?? "")?.(message),
    AbortSignal.timeout(20_000),
  );
  const request: FrontEnd["request"] = (channel, type, content = {}) =>
    channels.request(channel, makeMessage(type, content, { session }));
  try {
    await request("shell", "kernel_info_request");
    await work({ process, channels, request, run: (code) => run(code, session, { channels, watchers }) });
    await Promise.race([request("control", "shutdown_request", { restart: false }), process.status]);
    await process.status;
  } finally {
    try {
      process.kill("SIGKILL");
    } catch {
      // It has ended as it should.
    }
    channels.close();
    await process.status;
    await Deno.remove(file);
  }
}

const kernel = fileURLToPath(new URL("../lib/kernel/main.ts", import.meta.url));

async function run(
  code: string,
  session: string,
  { channels, watchers }: { channels: Channels; watchers: Map<string, (message: Message) => void> },
): Promise<SeenCell> {
  const rest = { silent: false, store_history: true, user_expressions: {}, allow_stdin: true, stop_on_error: true };
  const request = makeMessage("execute_request", { code, ...rest }, { session });
  const shown: string[] = [];
  const tracebacks: string[] = [];
  const idle = Promise.withResolvers<void>();
  const start = performance.now();
  watchers.set(request.header.msg_id, ({ header: { msg_type: type }, content }) => {
    const { text, data, ename, evalue } = content as Record<string, string>;
    if (type === "status" && content.execution_state === "idle") idle.resolve();
    else if (type === "stream") shown.push(`${content.name}: ${text}`);
    else if (type === "error") {
      shown.push(`error: ${ename}: ${evalue}`);
      tracebacks.push((content.traceback as string[]).join("\n"));
    } else if (type === "execute_result") {
      shown.push(`result: ${(data as unknown as Record<string, string>)["text/plain"]}`);
    } else if (type.includes("display")) {
      shown.push(`display: ${(data as unknown as Record<string, string>)["text/plain"]}`);
    }
  });
  const [{ content }] = await Promise.all([channels.request("shell", request), idle.promise]);
  // What comes after the idle status would be lost in nbconvert.
  const seen = { shown: [...shown], tracebacks: [...tracebacks], milliseconds: performance.now() - start };
  return { ...seen, status: content.status, reply: content };
}

/** A folder with an empty configuration, for cells to run in; it is gone afterwards. */
export async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/deno.json`, "{}");
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
