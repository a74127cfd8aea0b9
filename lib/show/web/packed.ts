// Numbers as they travel in a page: a network whole and exact, pictures in a byte for each pixel. Written and read
// here.

import type { Network } from "../../network/mod.ts";

/** A network's layers, their weights and biases in base64. */
export interface PackedNetwork {
  readonly layers: readonly {
    readonly inputs: number;
    readonly outputs: number;
    readonly weights: string;
    readonly bias: string;
  }[];
}

/** Signed pixels in base64, a byte for each, and the magnitude that the byte 127 stands for. */
export interface PackedPicture {
  readonly limit: number;
  readonly bytes: string;
}

/** Packs a network without loss. */
export function packNetwork({ layers }: Network): PackedNetwork {
  return {
    layers: layers.map(({ inputs, outputs, weights, bias }) => ({
      inputs,
      outputs,
      weights: toBase64(weights),
      bias: toBase64(bias),
    })),
  };
}

/** The network that was packed. */
export function unpackNetwork({ layers }: PackedNetwork): Network {
  const numbers = (text: string) => new Float32Array(fromBase64(text).buffer);
  return {
    layers: layers.map(({ inputs, outputs, weights, bias }) => ({
      inputs,
      outputs,
      weights: numbers(weights),
      bias: numbers(bias),
    })),
  };
}

/** Packs signed pixels for the eye: each is off by at most a 254th of the largest magnitude. */
export function packPicture(pixels: ArrayLike<number>): PackedPicture {
  let limit = 0;
  for (let i = 0; i < pixels.length; i++) limit = Math.max(limit, Math.abs(pixels[i]));
  const bytes = Int8Array.from(pixels, (pixel) => limit === 0 ? 0 : Math.round(127 * pixel / limit));
  return { limit, bytes: toBase64(bytes) };
}

/** The pixels that were packed. */
export function unpackPicture({ limit, bytes }: PackedPicture): Float32Array {
  return Float32Array.from(new Int8Array(fromBase64(bytes).buffer), (byte) => byte * limit / 127);
}

/** Bytes compressed and in base64, such as the pixels of many pictures. */
export async function packBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64(await through(new CompressionStream("deflate"), bytes));
}

/** The bytes that were packed. */
export async function unpackBytes(text: string): Promise<Uint8Array> {
  return await through(new DecompressionStream("deflate"), fromBase64(text));
}

/** A value compressed and in base64, which no text in it can break out of. */
export async function packJson(value: unknown): Promise<string> {
  return await packBytes(new TextEncoder().encode(JSON.stringify(value).toWellFormed()));
}

/** The value that was packed. */
export async function unpackJson<Value>(text: string): Promise<Value> {
  return JSON.parse(new TextDecoder().decode(await unpackBytes(text)));
}

function toBase64(numbers: Float32Array | Int8Array | Uint8Array): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array<ArrayBuffer>) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
