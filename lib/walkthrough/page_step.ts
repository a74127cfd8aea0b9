// The walkthrough's last step: the page of the run, made by the task `page` in a process of its own.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Makes the page of a run, and gives a line about it: where it is, or why there is none. The notebooks are what a
 * walkthrough is for, so a page that cannot be made fails nothing. Empty for a run without a network.
 *
 * @param root The project's folder, which holds outputs/.
 */
export async function makePage(root: string, run: string): Promise<string> {
  if (!existsSync(join(root, "outputs", run, "training.json"))) return "";
  const task = fileURLToPath(new URL("../tasks/page.ts", import.meta.url));
  const permissions = ["--allow-read", "--allow-write", "--allow-env", "--allow-run", "--allow-ffi"];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, task, "--run", run],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return `The page of the network is outputs/${run}/page/index.html\n`;
  const [reason] = new TextDecoder().decode(stderr).trim().split("\n");
  return `There is no page of this run: ${reason}\n`;
}
