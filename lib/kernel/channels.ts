// The sockets from a Jupyter client to its kernel.

import { randomUUID } from "node:crypto";
import { type Message, readMessage, signMessage } from "./wire.ts";
import { closeQuietly, greet, type Peer, type SocketType } from "./zmtp.ts";

/** What the kernel reads in its connection file. */
export interface ConnectionInfo {
  readonly transport: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
  readonly signature_scheme: string;
  readonly key: string;
}

/** Open sockets between client and kernel. */
export interface Channels {
  /** Sends a request and waits for its reply, which never comes when the kernel dies: race it with the process's exit. */
  request(channel: "shell" | "control", request: Message): Promise<Message>;
  close(): void;
}

/** Chooses free ports and a random key. */
export function chooseConnection(): ConnectionInfo {
  // All five stay bound until the last is known, so that no port is given out twice.
  const listeners = Array.from({ length: 5 }, () => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const [shell_port, control_port, iopub_port, stdin_port, hb_port] = listeners.map((listener) => listener.addr.port);
  for (const listener of listeners) listener.close();
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port,
    control_port,
    iopub_port,
    stdin_port,
    hb_port,
    signature_scheme: "hmac-sha256",
    key: randomUUID(),
  };
}

/** Connects to a kernel that may still be starting, until it is there or the signal is aborted. */
export async function openChannels(
  info: ConnectionInfo,
  onBroadcast: (message: Message) => void,
  signal: AbortSignal,
): Promise<Channels> {
  const [shell, control, iopub] = await Promise.all([
    connect(info.shell_port, "DEALER", signal),
    connect(info.control_port, "DEALER", signal),
    connect(info.iopub_port, "SUB", signal),
  ]);
  // The byte 1 and an empty topic: everything.
  await iopub.send([new Uint8Array([1])]);

  const pending = new Map<string, (reply: Message) => void>();
  const resolveReply = (reply: Message) => {
    pending.get(reply.parent.msg_id ?? "")?.(reply);
    pending.delete(reply.parent.msg_id ?? "");
  };
  listen(shell, info.key, resolveReply);
  listen(control, info.key, resolveReply);
  listen(iopub, info.key, onBroadcast);

  return {
    request: (channel, request) =>
      new Promise((resolve) => {
        pending.set(request.header.msg_id, resolve);
        (channel === "shell" ? shell : control).send(signMessage(request, info.key));
      }),
    close() {
      for (const peer of [shell, control, iopub]) peer.close();
    },
  };
}

async function connect(port: number, type: SocketType, signal: AbortSignal): Promise<Peer> {
  for (;;) {
    signal.throwIfAborted();
    const connection = await Deno.connect({ hostname: "127.0.0.1", port }).catch(() => undefined);
    if (connection !== undefined) {
      const peer = await greet(connection, type).catch(() => closeQuietly(connection));
      if (peer) return peer;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Reads until the socket is closed. */
async function listen(peer: Peer, key: string, onMessage: (message: Message) => void): Promise<void> {
  for await (const frames of peer.receive()) {
    const message = readMessage(frames, key);
    if (message) onMessage(message);
  }
}
