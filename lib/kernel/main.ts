// The command that a front end starts as its kernel: with the path of a connection file.

import * as v from "valibot";
import { serveFrontEnds } from "./between.ts";

const PORT = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const CONNECTION = v.object({
  transport: v.literal("tcp"),
  ip: v.string(),
  shell_port: PORT,
  control_port: PORT,
  iopub_port: PORT,
  stdin_port: PORT,
  hb_port: PORT,
  signature_scheme: v.optional(v.literal("hmac-sha256"), "hmac-sha256"),
  key: v.string(),
});

if (import.meta.main) {
  const info = v.parse(CONNECTION, JSON.parse(await Deno.readTextFile(Deno.args[0])));
  const abort = new AbortController();
  Deno.addSignalListener("SIGINT", () => interrupt());
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => abort.abort());
  // A kernel ends with whoever has started it.
  const parent = Deno.ppid;
  setInterval(() => Deno.ppid !== parent && abort.abort(), 500);
  let interrupt = () => {};
  Deno.exit(
    await serveFrontEnds(info, Deno.cwd(), {
      signal: abort.signal,
      onInterrupt: (function_) => interrupt = function_,
    }),
  );
}
