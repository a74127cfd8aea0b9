// A lane in a thread of its own: a worker's module.

import { type Lane, type LaneReply, type LaneRequest, openHere } from "./length_lanes.ts";

const worker = self as unknown as Worker;
let lane: Lane;

worker.onmessage = async ({ data: request }: MessageEvent<LaneRequest>) => {
  worker.postMessage(await answer(request));
};

worker.postMessage({} satisfies LaneReply);

async function answer(request: LaneRequest): Promise<LaneReply> {
  try {
    // Who stops the work ends the worker.
    if ("data" in request) lane = openHere(request.data, new AbortController().signal);
    if ("train" in request) return { value: await lane.train(request.train) };
    return "read" in request ? { value: await lane.read(request.subject, request.read) } : {};
  } catch (error) {
    return { error: (error as Error).message };
  }
}
