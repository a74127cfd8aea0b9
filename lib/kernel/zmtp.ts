// ZMTP 3.0, which ZeroMQ's sockets speak over TCP, as far as Jupyter needs it: whole messages, no encryption.
//
// Written out because the native binding does not stand up under Deno: bound sockets are never woken, a time-out crashes
// the process. The protocol is at https://rfc.zeromq.org/spec/23/.

/** What an end of a connection is, which the other end is told. */
export type SocketType = "DEALER" | "ROUTER" | "SUB" | "PUB" | "REP";

/** One connection after the greetings. */
export interface Peer {
  /** Sends one message of several frames; silently nothing when the other end has left. */
  send(frames: readonly (string | Uint8Array)[]): Promise<void>;
  /** Every message that comes, until the connection ends. May be called once. */
  receive(): AsyncGenerator<Uint8Array[]>;
  close(): void;
}

/** Exchanges the greetings. Throws when the other end does not speak ZMTP 3 without encryption, or leaves. */
export async function greet(connection: Deno.TcpConn, type: SocketType): Promise<Peer> {
  connection.setNoDelay(true);
  const take = openReader(connection);
  let sending = Promise.resolve();
  const write = (bytes: Uint8Array) => sending = sending.then(() => writeAll(connection, bytes)).catch(() => {});

  write(GREETING);
  const greeting = await take(64);
  const mechanism = new TextDecoder().decode(greeting.subarray(12, 32)).replaceAll("\0", "");
  if (greeting[0] !== 0xff || greeting[9] !== 0x7f || greeting[10] < 3 || mechanism !== "NULL") {
    throw new Error("Cannot talk to a ZeroMQ socket: it does not speak ZMTP 3 without encryption.");
  }
  write(encodeFrame(encodeReady(type), COMMAND));
  // The answer is the other end's own READY, of which nothing has to be known.
  await readFrame(take);

  return {
    send: (frames) => write(encodeMessage(frames)),
    async *receive() {
      let frames: Uint8Array[] = [];
      try {
        for (;;) {
          const { flags, body } = await readFrame(take);
          if (flags & COMMAND) continue;
          frames.push(body);
          if (flags & MORE) continue;
          yield frames;
          frames = [];
        }
      } catch (error) {
        if (!(error instanceof ConnectionEnd)) throw error;
      }
    },
    close: () => closeQuietly(connection),
  };
}

/** Closes what may be closed already. */
export function closeQuietly(resource: { close(): void }): void {
  try {
    resource.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

class ConnectionEnd extends Error {}

const [MORE, LONG, COMMAND] = [1, 2, 4];
/** A frame that is larger cannot be kept in memory with all that is made of it. */
const LARGEST_FRAME = 2 ** 30;

/** Signature, version 3.0, the mechanism NULL, and zeros. */
const GREETING = new Uint8Array(64);
GREETING.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]);
GREETING.set(new TextEncoder().encode("NULL"), 12);

function encodeReady(type: SocketType): Uint8Array {
  const name = "Socket-Type";
  const text = `\x05READY${String.fromCharCode(name.length)}${name}\0\0\0${String.fromCharCode(type.length)}${type}`;
  return new TextEncoder().encode(text);
}

/** All frames as one piece, so that they leave together. */
function encodeMessage(frames: readonly (string | Uint8Array)[]): Uint8Array {
  const encoded = frames.map((frame, index) => {
    const body = typeof frame === "string" ? new TextEncoder().encode(frame) : frame;
    return encodeFrame(body, index < frames.length - 1 ? MORE : 0);
  });
  const message = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const frame of encoded) {
    message.set(frame, place);
    place += frame.length;
  }
  return message;
}

/** Flags, the length in one byte or in eight, and the body. */
function encodeFrame(body: Uint8Array, flags: number): Uint8Array {
  const isLong = body.length > 255;
  const head = new Uint8Array(isLong ? 9 : 2);
  head[0] = flags | (isLong ? LONG : 0);
  if (isLong) new DataView(head.buffer).setBigUint64(1, BigInt(body.length));
  else head[1] = body.length;
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
}

type Take = (length: number) => Promise<Uint8Array>;

async function readFrame(take: Take): Promise<{ flags: number; body: Uint8Array }> {
  const [flags] = await take(1);
  const size = await take(flags & LONG ? 8 : 1);
  const length = flags & LONG ? Number(new DataView(size.buffer).getBigUint64(0)) : size[0];
  if (length > LARGEST_FRAME) throw new ConnectionEnd();
  return { flags, body: await take(length) };
}

/** Reads a connection in pieces of the wanted lengths; a ConnectionEnd where it ends before. */
function openReader(connection: Deno.Conn): Take {
  const buffer = new Uint8Array(65_536);
  let rest = buffer.subarray(0, 0);
  return async (length) => {
    const taken = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      if (rest.length === 0) rest = buffer.subarray(0, await connection.read(buffer).catch(() => null) ?? 0);
      if (rest.length === 0) throw new ConnectionEnd("Cannot read from a ZeroMQ socket: the other end has left.");
      const part = rest.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    return taken;
  };
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}
