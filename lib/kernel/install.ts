/** Installs the Deno kernel for JupyterLab and VS Code, so that a cell can be interrupted without losing the kernel. */

import { isAbsolute, join } from "node:path";

/**
 * Installs the kernel and sets its interrupt mode to messages: the signal that Jupyter would send instead ends the Deno
 * kernel with all of its variables. Gives the folder of the installed kernel.
 * `dataFolder` is Jupyter's data folder where that is not the platform's own.
 */
export async function installKernel({ dataFolder }: { dataFolder?: string } = {}): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["jupyter", "--install", "--force"],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const report = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const installed = report.match(/installed successfully at (.*?)\.?\s*$/m)?.[1];
  if (!success || installed === undefined) {
    throw new Error(`Cannot install the Deno kernel: "deno jupyter --install" failed, got "${report.trim()}".`);
  }
  await setInterruptMode(join(installed, "kernel.json"));
  if (dataFolder === undefined) return installed;
  // Deno installs into the platform's own folder whatever JUPYTER_DATA_DIR says.
  const folder = join(dataFolder, "kernels", "deno");
  await copyFiles(installed, folder);
  return folder;
}

async function copyFiles(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await Deno.copyFile(join(from, name), join(to, name));
}

async function setInterruptMode(path: string): Promise<void> {
  const spec = JSON.parse(await Deno.readTextFile(path));
  const [command, ...rest] = spec.argv;
  // Jupyter may be started where the folder of this deno is not on the search path.
  const argv = [isAbsolute(command) ? command : Deno.execPath(), ...rest];
  await Deno.writeTextFile(path, JSON.stringify({ ...spec, argv, interrupt_mode: "message" }, null, 2) + "\n");
}

if (import.meta.main) {
  const folder = await installKernel({ dataFolder: Deno.env.get("JUPYTER_DATA_DIR") || undefined });
  console.log(`The Deno kernel is installed in ${folder}
It starts ${Deno.execPath()}; install it again when that file moves or is removed.

JupyterLab: start "jupyter lab" in this folder and open a notebook of notebooks/.
VS Code:    open this folder with the Jupyter extension, open a notebook, and choose
            Select Kernel > Jupyter Kernel... > Deno.
Interrupt stops a cell that computes and keeps all variables; one that waits for something needs Restart.`);
}
