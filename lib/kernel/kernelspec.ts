// How Jupyter knows the notebooks' kernel: by a folder with its name, its command, and here its code as well.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a notebook's file says of its kernel. Where it is not installed, JupyterLab takes Deno's own by the language. */
export const kernelspec = {
  name: "neuron-notebooks",
  display_name: "Neuron Notebooks",
  language: "typescript",
} as const;

/** Jupyter's folder for a user's data, by its own rule for each system. Throws where the environment does not say it. */
export function findDataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  system: typeof Deno.build.os = Deno.build.os,
): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA, HOME } = environment;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (system === "windows" && APPDATA) return join(APPDATA, "jupyter");
  if (system !== "windows" && system !== "darwin" && XDG_DATA_HOME) return join(XDG_DATA_HOME, "jupyter");
  if (system !== "windows" && HOME) return join(HOME, system === "darwin" ? "Library/Jupyter" : ".local/share/jupyter");
  throw new Error(
    "Cannot find Jupyter's data folder: the environment names none. Set JUPYTER_DATA_DIR to what " +
      '"jupyter --data-dir" prints.',
  );
}

/**
 * Writes the kernel's folder. The code is copied into it, so that the kernel still starts when the project is moved or
 * removed. Throws where it cannot be written.
 */
export async function writeKernelspec(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, "kernels", kernelspec.name);
  try {
    await Deno.remove(folder, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    await copySources(join(folder, "lib"));
    const { imports: { valibot } } = JSON.parse(await Deno.readTextFile(inProject("deno.json")));
    await writeJson(join(folder, "deno.json"), { imports: { valibot } });
    await writeJson(join(folder, "kernel.json"), describeKernel(folder));
    await Deno.writeTextFile(join(folder, "logo-svg.svg"), LOGO);
    return folder;
  } catch (cause) {
    throw new Error(
      `Cannot install the kernel: ${folder} cannot be written, got "${(cause as Error).message}". ` +
        "Make it writable, or set JUPYTER_DATA_DIR to another folder that Jupyter looks into.",
      { cause },
    );
  }
}

/** The content of kernel.json. */
function describeKernel(folder: string) {
  const { display_name, language } = kernelspec;
  const options = ["run", "--quiet", "--no-lock", "--no-prompt", "--allow-all", "--config", join(folder, "deno.json")];
  // Jupyter may be started where the folder of this deno is not on the search path.
  const argv = [Deno.execPath(), ...options, join(folder, "lib", "kernel", "main.ts"), "{connection_file}"];
  // The signal that Jupyter would send instead is not to be had on Windows.
  return { argv, display_name, language, interrupt_mode: "message", metadata: { debugger: false } };
}

/** This room, and the leaf that it shares with what runs in the kernel. */
async function copySources(lib: string): Promise<void> {
  await Deno.mkdir(join(lib, "kernel"), { recursive: true });
  const room = dirname(fileURLToPath(import.meta.url));
  for await (const { name } of Deno.readDir(room)) {
    if (/^\w+\.ts$/.test(name)) await Deno.copyFile(join(room, name), join(lib, "kernel", name));
  }
  await Deno.copyFile(join(room, "..", "interrupt.ts"), join(lib, "interrupt.ts"));
}

function inProject(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

async function writeJson(path: string, value: object): Promise<void> {
  await Deno.writeTextFile(path, JSON.stringify(value, null, 2) + "\n");
}

/** A neuron with three inputs. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" stroke="#2a78d6" stroke-width="4">
<path d="M12 12L40 32M12 32H40M12 52L40 32M40 32H60"/><circle cx="40" cy="32" r="12" fill="#fff"/></svg>
`;
