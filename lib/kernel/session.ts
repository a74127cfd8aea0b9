// A running kernel, and everything that comes of a cell: all outputs, and why it failed where the kernel keeps silent.

import { randomUUID } from "node:crypto";
import { type Channels, chooseConnection, openChannels } from "./channels.ts";
import { type Cell, explainNone, explainReplaced, explainSilence, startCell, STUCK } from "./cell.ts";
import { type ErrorContent, readShown } from "./contents.ts";
import { openFlush } from "./flush.ts";
import { findImports } from "./imports.ts";
import { startProcess } from "./process.ts";
import { connectInTime, setUp } from "./startup.ts";
import { raceTimer } from "./time.ts";
import { makeMessage, type Message, withParent } from "./wire.ts";

/** A kernel that is ready. */
export interface Session {
  readonly pid: number;
  /** Resolves when the kernel is gone, with how it ended in words. */
  readonly exited: Promise<string>;
  /** Executes the cell of an execute_request; one at a time. Its outputs have all been handed on when this resolves. */
  execute(request: Message): Promise<Ending>;
  /** Passes on a request that executes nothing, and gives the reply. */
  forward(channel: "shell" | "control", request: Message): Promise<Message>;
  /** Asks the running cell to stop, and makes it stop where it does not within 1.5 seconds, or when asked again. */
  interrupt(): Promise<void>;
  /** Whether the running cell says that it waits for a model. */
  isWaiting(): boolean;
  /** How many requests to a model the cells say have failed. */
  countFailedRequests(): number;
  /** What cells have replaced although JavaScript or the kernel needs it, by name. */
  readReplaced(): string;
  /** Ends the kernel at once. */
  kill(): Promise<void>;
  /** Asks the kernel to end, and kills it when it does not. */
  shutdown(): Promise<void>;
}

/** How a cell ended: with the kernel's reply, with the kernel, or not at all though it was interrupted. */
export interface Ending {
  readonly reply?: Message;
  readonly exit?: string;
  /** The last error that was shown. */
  readonly error?: ErrorContent;
}

/** What a kernel may be given; times in milliseconds. Aborting the signal kills it. */
export interface SessionOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly startTimeout?: number;
  readonly signal?: AbortSignal;
  /** Told each message of a cell; all that belong to none are given to the last one. Its idle status is left out. */
  readonly onMessage: (message: Message) => void;
}

/** Starts a kernel in a folder. Throws when it does not answer in time or ends at once. */
export async function openSession(
  folder: string,
  { environment = {}, startTimeout = 60_000, signal, onMessage }: SessionOptions,
): Promise<Session> {
  signal?.throwIfAborted();
  const session = randomUUID();
  const info = chooseConnection();
  const process = startProcess(info, folder, environment);
  const flush = openFlush();
  const own = new Set<string>();
  let cell: Cell | undefined;
  let channels: Channels | undefined;
  let told = "";

  function receive(message: Message): void {
    if (flush.receive(message)) return;
    const { msg_type: type } = message.header;
    const isOwn = own.has(message.parent.msg_id ?? "");
    const parent = isOwn && cell ? cell.parent : message.texts[1];
    const shown = readShown(message);
    if (shown === undefined) {
      const isEnd = message.content.execution_state === "idle" && message.parent.msg_id === cell?.id;
      if (!isOwn && !isEnd) onMessage(message);
    } else if (shown.type !== "error") onMessage(isOwn ? withParent(message, parent) : message);
    else if (type === "error" && !message.metadata.reported && cell && !cell.isOver) {
      cell.thrown.push(explainNone(shown.content));
    } else showError(shown.content);
  }

  function showError(content: ErrorContent): void {
    if (cell) cell.error = content;
    onMessage(makeMessage("error", { ...content }, { session, parent: cell?.parent }));
  }

  /** Silent code belongs to this client: it is not counted and not in the notebook. */
  function executeSilently(code: string): Promise<Message | string> {
    const rest = { store_history: false, user_expressions: {}, allow_stdin: false, stop_on_error: false };
    const request = makeMessage("execute_request", { code, silent: true, ...rest }, { session });
    own.add(request.header.msg_id);
    return Promise.race([channels!.request("shell", request), process.exited]);
  }

  async function execute(request: Message): Promise<Ending> {
    for (const flag of ["interrupt", "force", "alive"] as const) process.setFlag(flag, false);
    const running = startCell(request);
    cell = running;
    stopWhereReplaced(running);
    const reply = await Promise.race([channels!.request("shell", request), process.exited, running.stuck.promise]);
    running.ended.resolve();
    const release = (causes: readonly string[]) => {
      running.isOver = true;
      const last = running.thrown.pop();
      for (const error of running.thrown) showError(error);
      if (last) showError({ ...last, traceback: [...last.traceback, ...causes] });
    };
    if (typeof reply !== "object") {
      await flush.quiet();
      release([]);
      return { exit: reply ?? undefined, error: running.error };
    }
    const failed = reply.content.status === "error";
    const isBroken = () => process.readReplaced() !== "";
    const causes = await flush.flush(executeSilently, { failed, isBroken, imports: findImports(running.code) });
    const isSilent = failed && running.thrown.length === 0;
    release(causes);
    const replaced = process.readReplaced();
    const isNew = replaced !== "" && replaced !== told;
    told = replaced;
    const explained = isNew ? explainReplaced(replaced) : isSilent ? await explainSilence(running, reply) : undefined;
    if (explained) showError(explained);
    return { reply, error: running.error };
  }

  /** What a cell waits for after it has replaced what it needs may never come: nobody should wait for that. */
  async function stopWhereReplaced(running: Cell): Promise<void> {
    const ended = running.ended.promise.then(() => true);
    for (let since = 0; since < REPLACED_LIMIT;) {
      if (await raceTimer(250, ended) || running.isInterrupted) return;
      const replaced = process.readReplaced();
      since = replaced === "" || replaced === told ? 0 : since + 250;
    }
    await interrupt();
  }

  async function interrupt(): Promise<void> {
    const running = cell;
    if (running === undefined) return;
    const ended = running.ended.promise.then(() => true);
    process.setFlag("interrupt", true);
    const isSecond = running.isInterrupted;
    running.isInterrupted = true;
    if (!isSecond && await raceTimer(PATIENCE, ended)) return;
    const isAlive = process.hasFlag("alive");
    process.setFlag("force", true);
    if (isAlive && await raceTimer(FORCE_LIMIT, ended)) return;
    // What waits for nothing has to be broken off; where nothing computes, this would hit the next that does.
    channels!.request("control", makeMessage("interrupt_request", {}, { session }));
    if (await raceTimer(BREAK_LIMIT, ended)) return;
    showError(STUCK);
    running.stuck.resolve();
  }

  async function kill(): Promise<void> {
    process.kill();
    await process.exited;
    channels?.close();
  }

  async function shutdown(): Promise<void> {
    channels?.request("control", makeMessage("shutdown_request", { restart: false }, { session }));
    await raceTimer(SHUTDOWN_LIMIT, process.exited);
    await kill();
  }

  signal?.addEventListener("abort", process.kill);
  process.exited.then(() => {
    flush.close();
    signal?.removeEventListener("abort", process.kill);
  });
  try {
    channels = await connectInTime(process, startTimeout, (limit) => openChannels(info, receive, limit));
    await setUp(executeSilently, flush.mark);
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    pid: process.pid,
    exited: process.exited,
    execute,
    forward: (channel, request) => channels!.request(channel, request),
    interrupt,
    isWaiting: () => process.hasFlag("waiting"),
    countFailedRequests: process.countFailedRequests,
    readReplaced: process.readReplaced,
    kill,
    shutdown,
  };
}

/** Milliseconds in which a cell may stop by itself, in which one that waits is ended, and one that computes. */
const [PATIENCE, FORCE_LIMIT, BREAK_LIMIT] = [1500, 2000, 2000];
/** Milliseconds in which a cell may run on stand-ins of its own, and put back what it has replaced. */
const REPLACED_LIMIT = 3000;
const SHUTDOWN_LIMIT = 5000;
