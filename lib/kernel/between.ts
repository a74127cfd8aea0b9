// Stands between front ends and the Deno kernel: no output comes late, nothing goes on after an error, interrupts work.

import { randomUUID } from "node:crypto";
import type { ConnectionInfo } from "./channels.ts";
import { describeError, type ErrorContent } from "./contents.ts";
import { openFront, type Request } from "./front.ts";
import { type Ending, openSession, type Session } from "./session.ts";
import { raceTimer } from "./time.ts";
import { makeMessage, type Message } from "./wire.ts";

/**
 * Serves the front ends of a connection until one of them asks for the end, the kernel is gone, or the signal is aborted.
 * Where the kernel cannot be started, every cell says why. The folder is the notebook's. Gives the process's exit code.
 */
export async function serveFrontEnds(info: ConnectionInfo, folder: string, options: ServeOptions): Promise<number> {
  const { signal, onInterrupt } = options;
  const own = randomUUID();
  const queue: Request[] = [];
  const starting = Promise.withResolvers<Session | Error>();
  const ended = Promise.withResolvers<number>();
  let kernelInfo: Record<string, unknown> = UNKNOWN_KERNEL;
  let isBusy = false;
  let isInterrupted = false;

  const make = (type: string, content: object, { message }: Request): Message =>
    makeMessage(type, { ...content }, { session: own, parent: message.texts[0] });
  const publish = (type: string, content: object, request: Request) => front.publish(make(type, content, request));
  const setStatus = (state: "busy" | "idle", request: Request) =>
    publish("status", { execution_state: state }, request);

  const front = openFront(info, {
    onShell(request) {
      if (request.message.header.msg_type === "kernel_info_request") return answerInfo(request);
      queue.push(request);
      if (!isBusy) serveQueue();
    },
    onControl(request) {
      const { header: { msg_type: type }, content } = request.message;
      if (type === "kernel_info_request") answerInfo(request);
      else if (type === "interrupt_request") {
        request.answer(make("interrupt_reply", { status: "ok" }, request));
        interrupt();
      } else if (type === "shutdown_request") {
        const restart = content.restart === true;
        request.answer(make("shutdown_reply", { status: "ok", restart }, request));
        publish("shutdown_reply", { status: "ok", restart }, request);
        ended.resolve(0);
      } else forward("control", request);
    },
  });

  /** At once, also while a cell runs: a page that is opened anew asks this first. */
  async function answerInfo(request: Request): Promise<void> {
    await starting.promise;
    setStatus("busy", request);
    request.answer(make("kernel_info_reply", kernelInfo, request));
    if (!isBusy) setStatus("idle", request);
  }

  async function serveQueue(): Promise<void> {
    isBusy = true;
    for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
      if (request.message.header.msg_type === "execute_request") await execute(request);
      else await forward("shell", request);
    }
    isBusy = false;
  }

  async function forward(channel: "shell" | "control", request: Request): Promise<void> {
    const session = await starting.promise;
    if (session instanceof Error) return;
    const reply = session.forward(channel, request.message).then((reply) => request.answer(reply));
    // Widgets' messages have no reply.
    if (request.message.header.msg_type.endsWith("_request")) await Promise.race([reply, session.exited]);
  }

  async function execute(request: Request): Promise<void> {
    const session = await starting.promise;
    const isDown = session instanceof Error;
    if (isDown) setStatus("busy", request);
    const ending: Ending = isDown ? {} : await session.execute(withoutQuestions(request.message));
    const error = findError(ending, session);
    if (error && error !== ending.error) publish("error", error, request);
    const count = ending.reply?.content.execution_count ?? null;
    const content = error ? { status: "error", execution_count: count, ...error } : ending.reply?.content ?? {};
    const stops = isInterrupted || (error !== undefined && request.message.content.stop_on_error !== false);
    const aborted = stops ? queue.splice(0) : [];
    isInterrupted = false;
    request.answer(make("execute_reply", content, request));
    setStatus("idle", request);
    aborted.forEach(abort);
  }

  /** What was queued behind a cell that failed or was interrupted is not executed. */
  function abort(request: Request): void {
    if (request.message.header.msg_type !== "execute_request") return void queue.push(request);
    setStatus("busy", request);
    request.answer(make("execute_reply", { status: "aborted" }, request));
    setStatus("idle", request);
  }

  async function interrupt(): Promise<void> {
    isInterrupted = isBusy;
    const session = await starting.promise;
    if (!(session instanceof Error)) await session.interrupt();
  }

  onInterrupt?.(interrupt);
  signal?.addEventListener("abort", () => ended.resolve(0));
  const session = await openSession(folder, { signal, onMessage: front.publish }).catch((error: Error) => error);
  if (!(session instanceof Error)) {
    const request = makeMessage("kernel_info_request", {}, { session: own });
    const reply = await raceTimer(10_000, session.forward("shell", request));
    kernelInfo = { ...kernelInfo, ...reply?.content };
    // Whoever watches this process starts it again, and says so.
    session.exited.then(() => ended.resolve(1));
  }
  starting.resolve(session);
  const code = await ended.promise;
  // The reply of a cell that has ended the kernel is still to be sent.
  for (let tries = 0; isBusy && code === 1 && tries < 50; tries++) await raceTimer(20);
  if (!(session instanceof Error)) await session.shutdown();
  await front.close();
  return code;
}

/** How to serve: who else interrupts is given the function to call. */
export interface ServeOptions {
  readonly signal?: AbortSignal;
  readonly onInterrupt?: (interrupt: () => void) => void;
}

/** The request of a cell that may ask its user nothing: prompt() gives null, as it does in nbconvert. */
function withoutQuestions(request: Message): Message {
  const content = { ...request.content, allow_stdin: false };
  return { ...request, content, texts: [...request.texts.slice(0, 3), JSON.stringify(content)] };
}

/** Why a cell failed, beyond what the kernel has shown. */
function findError(ending: Ending, session: Session | Error): ErrorContent | undefined {
  if (session instanceof Error) return describeError("KernelError", session.message);
  if (ending.exit === undefined) return ending.error;
  return describeError("KernelExit", `The cell ended the kernel (${ending.exit}), and its variables with it.`);
}

/** What front ends are told where the kernel itself cannot say it. */
const UNKNOWN_KERNEL = {
  status: "ok",
  protocol_version: "5.3",
  implementation: "Deno kernel",
  implementation_version: Deno.version.deno,
  banner: "",
  help_links: [],
  language_info: {
    name: "typescript",
    version: Deno.version.typescript,
    mimetype: "text/x.typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    nbconvert_exporter: "script",
  },
};
