// Finds Jupyter for the tests of real front ends, and gives each test a project and a kernel of its own.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeKernelspec } from "../../lib/kernel/kernelspec.ts";
import type { Cell } from "../../lib/walkthrough/cells.ts";
import { formatNotebook } from "../../lib/walkthrough/notebook.ts";

const named = Deno.env.get("FRONT_ENDS_PYTHON") || undefined;

/** Python with Jupyter; undefined where there is none. */
export const python = await findPython(named ?? "python3");
if (python === undefined) {
  const place = named === undefined ? "" : ` at ${named}`;
  console.log(`Left out: no Python with Jupyter${place}. "deno task test:front-ends" makes one for itself.`);
}

/** Whether a test takes its time: many repetitions, where the suite has one. */
export const thorough = Deno.env.get("FRONT_ENDS") === "thorough";

/** A folder with notebooks, and Jupyter's data folder with the notebooks' kernel. */
export interface Place {
  readonly folder: string;
  /** What Jupyter's programs get as their environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a test where code cells stand in notebooks of these names. `kernels` says which are installed. */
export async function withPlace(
  notebooks: Readonly<Record<string, readonly string[]>>,
  work: (place: Place) => Promise<void>,
  { kernels = ["ours"] }: { kernels?: readonly ("ours" | "stock")[] } = {},
): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "front_end_" });
  const folder = join(home, "project");
  const environment = {
    HOME: home,
    JUPYTER_DATA_DIR: join(home, "data"),
    XDG_DATA_HOME: join(home, "share"),
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    IPYTHONDIR: join(home, "ipython"),
    DENO_DIR: await findCache(),
    OPENAI_API_KEY: "",
    OPENAI_BASE_URL: "",
  };
  try {
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "deno.json"), "{}");
    for (const [name, sources] of Object.entries(notebooks)) {
      await Deno.writeTextFile(join(folder, `${name}.ipynb`), formatNotebook({ cells: sources.map(makeCell) }));
    }
    if (kernels.includes("ours")) await writeKernelspec(environment.JUPYTER_DATA_DIR);
    if (kernels.includes("stock")) await installStock(home, environment);
    await work({ folder, environment });
  } finally {
    await Deno.remove(home, { recursive: true }).catch(() => {});
  }
}

/** Runs a test in a copy of this project, with its notebooks and the committed run. */
export async function withProject(work: (place: Place) => Promise<void>): Promise<void> {
  await withPlace({}, async (place) => {
    await Deno.mkdir(join(place.folder, "outputs"));
    for (const part of ["lib", "notebooks", "deno.json", "deno.lock", "outputs/blog"]) {
      await new Deno.Command("cp", { args: ["-r", join(root, part), join(place.folder, part)] }).output();
    }
    await work(place);
  });
}

/** Runs a Python program and gives what it printed; throws where it fails. */
export async function runPython({ folder, environment }: Place, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(python!, { args: [...args], cwd: folder, env: environment })
    .output();
  const [out, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0) throw new Error(`python ${args.slice(0, 4).join(" ")} ended with ${code}: ${out}\n${errors}`);
  return out + errors;
}

/** The project's address for imports in cells. */
export const lib = new URL("../../lib/", import.meta.url).href;
export const root = fileURLToPath(new URL("../../", import.meta.url));

function makeCell(source: string, place: number): Cell {
  return { id: `c${place}`, type: "code", source, metadata: {}, outputs: [], executionCount: null };
}

async function installStock(home: string, environment: Record<string, string>): Promise<void> {
  await new Deno.Command(Deno.execPath(), { args: ["jupyter", "--install"], env: environment }).output();
  const target = join(environment.JUPYTER_DATA_DIR, "kernels", "deno");
  await Deno.mkdir(target, { recursive: true });
  const source = join(home, "share", "jupyter", "kernels", "deno");
  for await (const { name } of Deno.readDir(source)) await Deno.copyFile(join(source, name), join(target, name));
}

/** The path of a Python, if it has Jupyter. */
async function findPython(name: string): Promise<string | undefined> {
  const args = ["-c", "import jupyterlab, nbconvert, papermill, sys; print(sys.executable)"];
  try {
    const { success, stdout } = await new Deno.Command(name, { args, stdout: "piped", stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Deno's folder of packages, so that none is fetched again. */
async function findCache(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}
