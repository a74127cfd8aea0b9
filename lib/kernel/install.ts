// The task `kernel`: installs the notebooks' kernel beside Deno's own, and tries it.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { chooseConnection, openChannels } from "./channels.ts";
import { findDataFolder, kernelspec, writeKernelspec } from "./kernelspec.ts";
import { raceTimer } from "./time.ts";
import { checkVersion } from "./version.ts";
import { makeMessage } from "./wire.ts";

/** Installs the kernel and gives its folder. Throws, with what it says, where the installed kernel does not work. */
export async function installKernel(environment: Readonly<Record<string, string | undefined>>): Promise<string> {
  const folder = await writeKernelspec(findDataFolder(environment));
  await tryKernel(folder);
  return folder;
}

/** Starts the kernel as Jupyter would, and lets it add. */
async function tryKernel(folder: string): Promise<void> {
  const info = chooseConnection();
  const file = join(folder, "connection.json");
  await Deno.writeTextFile(file, JSON.stringify(info), { mode: 0o600 });
  const { argv } = JSON.parse(await Deno.readTextFile(join(folder, "kernel.json")));
  const [command, ...args] = argv.map((part: string) => part.replace("{connection_file}", file));
  const child = new Deno.Command(command, { args, cwd: folder, stdin: "null", stdout: "null", stderr: "piped" })
    .spawn();
  const output = child.output();
  try {
    const limit = AbortSignal.timeout(60_000);
    const channels = await Promise.race([openChannels(info, () => {}, limit), output.then(() => undefined)]);
    const request = (type: string, content: Record<string, unknown>) =>
      channels?.request(type === "shutdown_request" ? "control" : "shell", makeMessage(type, content, { session }));
    const session = randomUUID();
    const reply = request("execute_request", { code: "6 * 7", silent: false, user_expressions: {} });
    const content = (await raceTimer(60_000, ...reply ? [reply] : [], output.then(() => undefined)))?.content;
    if (content?.status !== "ok") {
      request("shutdown_request", { restart: false });
      const { stderr } = await raceTimer(5_000, output) ?? { stderr: new Uint8Array() };
      const said = String(content?.evalue ?? new TextDecoder().decode(stderr).trim().slice(-1000));
      throw new Error(`Cannot install the kernel: it does not run, got "${said}". Mend that, and run the task again.`);
    }
    request("shutdown_request", { restart: false });
    await raceTimer(5_000, output);
  } finally {
    if (await raceTimer(0, output) === undefined) child.kill("SIGKILL");
    await Deno.remove(file).catch(() => {});
  }
}

/** What is said at the end. */
function describeInstallation(folder: string): string {
  return `The kernel "${kernelspec.display_name}" is installed in ${folder}
It works: a cell was run on it. It starts ${Deno.execPath()}; run this task again when that file moves, and
after a change to lib/kernel/. Deno's own kernel, if you have it, stays as it is.

JupyterLab: start "jupyter lab" in this folder and open a notebook of notebooks/.
VS Code:    open this folder with the Jupyter extension, open a notebook, and choose
            Select Kernel > Jupyter Kernel... > ${kernelspec.display_name}.
Interrupt stops a cell within three seconds and keeps all variables.`;
}

if (import.meta.main) {
  try {
    checkVersion();
    console.log(describeInstallation(await installKernel(Deno.env.toObject())));
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
