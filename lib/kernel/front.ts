// The sockets that a front end (JupyterLab, VS Code, nbconvert) connects to, as a kernel has them.

import type { ConnectionInfo } from "./channels.ts";
import { sleep } from "./time.ts";
import { type Message, readMessage, signMessage } from "./wire.ts";
import { closeQuietly, greet, type Peer, type SocketType } from "./zmtp.ts";

/** A request of a front end, and the way back to it. */
export interface Request {
  readonly message: Message;
  answer(reply: Message): void;
}

/** Open sockets between kernel and front ends, of which there may be several. */
export interface Front {
  /** Sends to every front end. */
  publish(message: Message): void;
  /** Lets what was sent leave, and closes. */
  close(): Promise<void>;
}

/** Binds the ports of a connection file. Throws where one is taken. */
export function openFront(
  info: ConnectionInfo,
  { onShell, onControl }: { onShell: (request: Request) => void; onControl: (request: Request) => void },
): Front {
  const listeners: Deno.TcpListener[] = [];
  const subscribers = new Set<Peer>();

  function bind(port: number, type: SocketType, serve: (peer: Peer) => Promise<void>): void {
    const listener = Deno.listen({ hostname: info.ip, port });
    listeners.push(listener);
    accept(listener, type, serve);
  }

  const serveRequests = (onRequest: (request: Request) => void) => async (peer: Peer) => {
    for await (const frames of peer.receive()) {
      const message = readMessage(frames, info.key);
      if (message === undefined) continue;
      const answer = (reply: Message) => void peer.send(signMessage({ ...reply, route: message.route }, info.key));
      onRequest({ message, answer });
    }
  };

  bind(info.shell_port, "ROUTER", serveRequests(onShell));
  bind(info.control_port, "ROUTER", serveRequests(onControl));
  // The kernel asks its user nothing: see between.ts.
  bind(info.stdin_port, "ROUTER", serveRequests(() => {}));
  bind(info.hb_port, "REP", async (peer) => {
    for await (const frames of peer.receive()) await peer.send(frames);
  });
  bind(info.iopub_port, "PUB", async (peer) => {
    // All that comes is a topic to begin or to end with, and all front ends want all topics.
    for await (const [topic] of peer.receive()) if (topic[0] === 1) subscribers.add(peer);
    subscribers.delete(peer);
  });

  return {
    publish(message) {
      const frames = signMessage(message, info.key);
      for (const peer of subscribers) peer.send(frames);
    },
    async close() {
      await sleep(100);
      for (const listener of listeners) closeQuietly(listener);
    },
  };
}

async function accept(
  listener: Deno.TcpListener,
  type: SocketType,
  serve: (peer: Peer) => Promise<void>,
): Promise<void> {
  for await (const connection of listener) {
    greet(connection, type).then(serve).catch(() => {}).finally(() => closeQuietly(connection));
  }
}
