// Jupyter messages to and from the Deno kernel: the face of this room, which everybody outside imports from.

export { type Kernel, startKernel } from "./kernel.ts";
export type { ErrorOutput, Output } from "./outputs.ts";
export { kernelspec } from "./kernelspec.ts";
export { checkVersion } from "./version.ts";
