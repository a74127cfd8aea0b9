/** The sockets between a Jupyter client and its kernel. */

import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { type Message, packRequest, unpackMessage } from "./wire.ts";

/** What the kernel reads in its connection file. */
export interface ConnectionInfo {
  readonly transport: "tcp";
  readonly ip: "127.0.0.1";
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
  readonly signature_scheme: "hmac-sha256";
  readonly key: string;
}

/** Open sockets between client and kernel. */
export interface Channels {
  /** Sends a request and waits for its reply, which never comes when the kernel dies: race it with the process's exit. */
  request(channel: "shell" | "control", type: string, content?: Readonly<Record<string, unknown>>): Promise<Message>;
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

/** Connects to a kernel, which may still be starting: ZeroMQ tries again until it is there. */
export function openChannels(
  info: ConnectionInfo,
  onBroadcast: (message: Message) => void,
): Channels {
  const { key, ip } = info;
  const session = randomUUID();
  // A limit on what may wait would drop messages silently.
  const unlimited = { linger: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0 };
  const shell = new Dealer(unlimited);
  const control = new Dealer(unlimited);
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  shell.connect(`tcp://${ip}:${info.shell_port}`);
  control.connect(`tcp://${ip}:${info.control_port}`);
  iopub.connect(`tcp://${ip}:${info.iopub_port}`);
  iopub.subscribe();

  const pending = new Map<string, (reply: Message) => void>();
  const resolveReply = (reply: Message) => {
    pending.get(reply.parent.msg_id ?? "")?.(reply);
    pending.delete(reply.parent.msg_id ?? "");
  };
  listen(shell, key, resolveReply);
  listen(control, key, resolveReply);
  listen(iopub, key, onBroadcast);

  return {
    request(channel, type, content = {}) {
      const { id, frames } = packRequest(type, content, { key, session });
      return new Promise((resolve, reject) => {
        pending.set(id, resolve);
        (channel === "shell" ? shell : control).send(frames).catch(reject);
      });
    },
    close() {
      for (const socket of [shell, control, iopub]) socket.close();
    },
  };
}

/** Reads until the socket is closed. */
async function listen(
  socket: Dealer | Subscriber,
  key: string,
  onMessage: (message: Message) => void,
): Promise<void> {
  for await (const frames of socket) {
    const message = unpackMessage(frames, key);
    if (message) onMessage(message);
  }
}
