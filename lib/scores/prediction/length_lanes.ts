// The lanes on which the networks of a length curve go side by side: a worker each, or this thread where one is enough.

import type { DataSet, LabelledImages } from "../../data/mod.ts";
import type { LengthPoint } from "./length.ts";
import {
  type ReadingSettings,
  readSubject,
  type Subject,
  type SubjectSettings,
  trainSubject,
} from "./length_network.ts";

/** Trains networks, and has them read. */
export interface Lane {
  train(settings: SubjectSettings): Promise<Subject>;
  read(subject: Subject, settings: ReadingSettings): Promise<Readings>;
  close(): void;
}

/** What every reader makes of a network. */
export type Readings = Omit<LengthPoint, "width" | "seed">[];

/** What a worker is told: the data once, then what to do. It answers to each, and once before, when it listens. */
export type LaneRequest = { data: DataSet } | { train: SubjectSettings } | { read: ReadingSettings; subject: Subject };
export type LaneReply = { value?: Subject | Readings } | { error: string };

/** Opens so many lanes, one at least. What they do rejects when the signal is given. */
export function openLanes(data: DataSet, count: number, signal: AbortSignal): Lane[] {
  if (count <= 1) return [openHere(data, signal)];
  const shared = { ...data, train: shareImages(data.train), test: shareImages(data.test) };
  return Array.from({ length: count }, () => openWorker(shared, signal));
}

/** A lane in the thread that calls it. */
export function openHere(data: DataSet, signal: AbortSignal): Lane {
  return {
    train: (settings) => trainSubject(data, settings, signal),
    read: (subject, settings) => readSubject(data, subject, settings, signal),
    close() {},
  };
}

function openWorker(data: DataSet, signal: AbortSignal): Lane {
  const worker = new Worker(new URL("./length_worker.ts", import.meta.url), { type: "module" });
  const answer = () => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop);
    worker.onmessage = ({ data: reply }: MessageEvent<LaneReply>) => {
      "error" in reply ? reject(new Error(reply.error)) : resolve(reply.value);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot measure the length curve: a worker ended with "${event.message}". Run it again.`));
    };
    return promise.finally(() => signal.removeEventListener("abort", stop));
  };
  const ask = (request: LaneRequest) => {
    const answered = answer();
    worker.postMessage(request);
    return answered;
  };
  // A message that comes while the worker still loads its modules is lost: it says when it listens.
  const ready = answer().then(() => ask({ data }));
  // Whoever asks first is told of a failure.
  ready.catch(() => {});
  return {
    async train(settings) {
      await ready;
      return await ask({ train: settings }) as Subject;
    },
    async read(subject, settings) {
      await ready;
      return await ask({ read: settings, subject }) as Readings;
    },
    close: () => worker.terminate(),
  };
}

/** The pixels in memory that workers share, so that they are there once. */
function shareImages(images: LabelledImages): LabelledImages {
  const pixels = new Float32Array(new SharedArrayBuffer(images.pixels.byteLength));
  pixels.set(images.pixels);
  return { ...images, pixels: pixels as unknown as Float32Array<ArrayBuffer> };
}
