// The IDX file format: the kind of its numbers, the sizes, then the numbers, all big-endian.
// http://yann.lecun.com/exdb/mnist/ describes it.

/** Numbers of any of the format's kinds. */
export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** What an IDX file begins with. */
export interface IdxHeader {
  /** The kind of its numbers, for people, such as "unsigned bytes". */
  kind: string;
  /** How many there are in each direction, as 60000 × 28 × 28. */
  sizes: number[];
  /** The bytes before the first number. */
  start: number;
  /** The bytes of the whole file. */
  length: number;
}

/** Reads the beginning of an IDX file, as many bytes as there are; `name` is for the error on what is none. */
export function readIdxHeader(bytes: Uint8Array, name: string): IdxHeader {
  const beginning = new TextDecoder().decode(bytes.subarray(0, 40));
  if (beginning.startsWith("version https://git-lfs")) {
    throw broken(name, "it is a git-lfs pointer, not the data", "Run `git lfs pull` where it came from");
  }
  const [first, second, code, dimensions] = bytes;
  const kind = kinds.get(code);
  if (first !== 0 || second !== 0 || kind === undefined || !(dimensions > 0)) {
    const found = bytes.length === 0 ? "an empty file" : `the bytes ${bytes.subarray(0, 4).join(" ")}`;
    throw broken(name, `it is no IDX file, which begins with 0 0, a kind and a number of sizes, got ${found}`);
  }
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) throw broken(name, `it ends within its first ${start} bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = sizes.reduce((product, size) => product * size, 1);
  return { kind: kind.name, sizes, start, length: start + count * kind.bytes };
}

/** Reads the numbers of an IDX file. Throws unless the file is as long as its header announces. */
export function readIdx(bytes: Uint8Array, name: string): IdxHeader & { values: IdxValues } {
  const header = readIdxHeader(bytes, name);
  checkIdxLength(header, bytes.length, name);
  const { bytes: size, read } = kinds.get(bytes[2])!;
  const data = bytes.subarray(header.start);
  return {
    ...header,
    values: read(data, new DataView(data.buffer, data.byteOffset, data.byteLength), data.length / size),
  };
}

/** Throws unless a file of so many bytes is as long as its header announces. */
export function checkIdxLength({ sizes, kind, start, length }: IdxHeader, found: number, name: string): void {
  if (found === length) return;
  const announced = `it announces ${sizes.join(" × ")} ${kind} = ${length - start} bytes`;
  throw broken(name, `${announced}, got ${found - start} after its header`);
}

interface Kind {
  name: string;
  bytes: number;
  read: (data: Uint8Array, view: DataView, count: number) => IdxValues;
}

const kinds = new Map<number, Kind>([
  [0x08, { name: "unsigned bytes", bytes: 1, read: (data) => data }],
  [0x09, { name: "signed bytes", bytes: 1, read: (data) => Int8Array.from(data) }],
  [0x0b, {
    name: "16-bit whole numbers",
    bytes: 2,
    read: (_, view, n) => fill(new Int16Array(n), view.getInt16.bind(view)),
  }],
  [0x0c, {
    name: "32-bit whole numbers",
    bytes: 4,
    read: (_, view, n) => fill(new Int32Array(n), view.getInt32.bind(view)),
  }],
  [0x0d, {
    name: "32-bit floats",
    bytes: 4,
    read: (_, view, n) => fill(new Float32Array(n), view.getFloat32.bind(view)),
  }],
  [0x0e, {
    name: "64-bit floats",
    bytes: 8,
    read: (_, view, n) => fill(new Float64Array(n), view.getFloat64.bind(view)),
  }],
]);

function fill<T extends IdxValues>(values: T, get: (offset: number) => number): T {
  for (let i = 0; i < values.length; i++) values[i] = get(i * values.BYTES_PER_ELEMENT);
  return values;
}

function broken(name: string, what: string, advice = "Fetch the file again, whole"): Error {
  return new Error(`Cannot read ${name}: ${what}. ${advice}.`);
}
