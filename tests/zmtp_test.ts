// zmtp.ts and wire.ts: bytes on the wire, against the protocols' own words and another implementation of the signature.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { makeMessage, readMessage, signMessage, withParent } from "../lib/kernel/wire.ts";
import { greet, type Peer } from "../lib/kernel/zmtp.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const ascii = (text: string) => [...bytes(text)];

/** The two ends of a connection on this machine. */
async function connect(): Promise<[Deno.TcpConn, Deno.TcpConn]> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  const near = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const far = await accepted;
  listener.close();
  return [near, far];
}

async function readExactly(connection: Deno.Conn, length: number): Promise<number[]> {
  const read: number[] = [];
  const buffer = new Uint8Array(length);
  while (read.length < length) {
    const count = await connection.read(buffer.subarray(0, length - read.length));
    assert(count !== null);
    read.push(...buffer.subarray(0, count));
  }
  return read;
}

/** What RFC 23 has an end say first: signature, version 3.0, the mechanism, not as server, zeros. */
const greeting = [
  0xff,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  0x7f,
  3,
  0,
  ...ascii("NULL"),
  ...Array(16).fill(0),
  0,
  ...Array(31).fill(0),
];
const ready = (type: string) => {
  const body = [5, ...ascii("READY"), 11, ...ascii("Socket-Type"), 0, 0, 0, type.length, ...ascii(type)];
  return [4, body.length, ...body];
};

async function withGreeted(work: (peer: Peer, far: Deno.TcpConn) => Promise<void>): Promise<void> {
  const [near, far] = await connect();
  try {
    await far.write(new Uint8Array([...greeting, ...ready("ROUTER")]));
    const peer = await greet(near, "DEALER");
    assertEquals(await readExactly(far, 64), greeting);
    assertEquals(await readExactly(far, ready("DEALER").length), ready("DEALER"));
    await work(peer, far);
  } finally {
    near.close();
    far.close();
  }
}

Deno.test("greet() says what the protocol wants, and messages travel as frames with their lengths", async () => {
  await withGreeted(async (peer, far) => {
    const long = new Uint8Array(300).fill(7);
    await peer.send(["ab", "", long]);
    assertEquals(await readExactly(far, 4 + 2 + 9 + 300), [1, 2, 97, 98, 1, 0, 2, 0, 0, 0, 0, 0, 0, 1, 44, ...long]);

    const messages = peer.receive();
    // A command in between (a ping, say) is no message, and a message may come in pieces.
    const sent = [4, 1, 0, 1, 1, 120, 2, 0, 0, 0, 0, 0, 0, 1, 44, ...long];
    await far.write(new Uint8Array(sent.slice(0, 20)));
    await far.write(new Uint8Array(sent.slice(20)));
    assertEquals((await messages.next()).value, [bytes("x"), long]);
    // What has not come whole is nothing.
    await far.write(new Uint8Array([1, 1, 120, 0, 200, 1]));
    await far.closeWrite();
    assertEquals((await messages.next()).done, true);
  });
});

Deno.test("greet() refuses who speaks something else, and who leaves", async () => {
  const others = [
    bytes("HTTP/1.1 400 Bad Request\r\n".padEnd(80)),
    new Uint8Array([...greeting.slice(0, 12), ...ascii("CURVE"), ...Array(47).fill(0)]),
  ];
  for (const other of others) {
    const [near, far] = await connect();
    await far.write(other);
    await assertRejects(() => greet(near, "SUB"), Error, "it does not speak ZMTP 3 without encryption");
    near.close();
    far.close();
  }
  const [near, far] = await connect();
  far.close();
  await assertRejects(() => greet(near, "SUB"), Error, "the other end has left");
  near.close();
});

Deno.test("a peer that announces a frame of many gigabytes is not believed", async () => {
  await withGreeted(async (peer, far) => {
    await far.write(new Uint8Array([2, 0, 1, 0, 0, 0, 0, 0, 0, 1]));
    assertEquals((await peer.receive().next()).done, true);
  });
});

Deno.test("a message is signed by HMAC-SHA256 over its four texts, and read back with its route and buffers", async () => {
  const message = makeMessage("execute_request", { code: "π" }, {
    session: "s",
    parent: '{"msg_id":"p","msg_type":"t"}',
  });
  const frames = signMessage({ ...message, route: [bytes("who")], buffers: [new Uint8Array([255])] }, "key");
  const key = await crypto.subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, bytes(message.texts.join("")));
  const hex = [...new Uint8Array(signature)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  assertEquals(frames.slice(1, 3), ["<IDS|MSG>", hex]);

  const sent = frames.map((frame) => typeof frame === "string" ? bytes(frame) : frame);
  const read = readMessage(sent, "key")!;
  assertEquals(read.content, { code: "π" });
  assertEquals(read.parent.msg_id, "p");
  assertEquals([read.route, read.buffers], [[bytes("who")], [new Uint8Array([255])]]);
  assertEquals(withParent(read, '{"msg_id":"q"}').parent.msg_id, "q");
});

Deno.test("frames that are not from our other end are no message", () => {
  const sign = (texts: string[], key = "key") =>
    signMessage({ ...makeMessage("a", {}, { session: "s" }), texts }, key).map((frame) => bytes(String(frame)));
  const header = '{"msg_id":"1","msg_type":"status"}';
  assertEquals(readMessage(sign([header, "{}", "{}", "{}"]), "key")?.header.msg_type, "status");
  assertEquals(readMessage(sign([header, "null", "null", "{}"]), "key")?.parent, {}, "as Deno writes it");
  const wrong: [string, Uint8Array[]][] = [
    ["another key", sign([header, "{}", "{}", "{}"], "other")],
    ["no delimiter", sign([header, "{}", "{}", "{}"]).slice(1)],
    ["too few frames", sign([header, "{}", "{}", "{}"]).slice(0, 5)],
    ["no JSON", sign([header, "{}", "{}", "{"])],
    ["a header without a type", sign(['{"msg_id":"1"}', "{}", "{}", "{}"])],
    ["a content that is no object", sign([header, "{}", "{}", "[1]"])],
    ["nothing", []],
  ];
  for (const [what, frames] of wrong) assertEquals(readMessage(frames, "key"), undefined, what);
});
