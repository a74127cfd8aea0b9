// install.ts and kernelspec.ts: the kernel that Jupyter finds, with a data folder of the test's own.

import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findDataFolder, kernelspec } from "../lib/kernel/kernelspec.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Runs the installation as its task does, in a copy of the project's code where one is given. */
async function install(data: string, project = root) {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const permissions: string[] = tasks.kernel.command.match(/--allow\S+/g);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-q",
      "--no-prompt",
      "--no-lock",
      ...permissions,
      `--config=${project}/deno.json`,
      `${project}/lib/kernel/install.ts`,
    ],
    env: { JUPYTER_DATA_DIR: data, NO_COLOR: "1" },
  }).output();
  const [out, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, errors };
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the kernel is installed beside Deno's own, works, and starts without the project", async () => {
  await withFolder(async (folder) => {
    const stock = join(folder, "kernels", "deno");
    await Deno.mkdir(stock, { recursive: true });
    await Deno.writeTextFile(join(stock, "kernel.json"), "the stock kernel");
    const { code, out, errors } = await install(folder);
    assertEquals([code, errors], [0, ""], "no warning that is none");
    const place = join(folder, "kernels", kernelspec.name);
    assertStringIncludes(out, `is installed in ${place}\nIt works: a cell was run on it.`);
    assertEquals(await Deno.readTextFile(join(stock, "kernel.json")), "the stock kernel");
    const spec = JSON.parse(await Deno.readTextFile(join(place, "kernel.json")));
    assertEquals(spec.interrupt_mode, "message");
    assertEquals([spec.display_name, spec.language], [kernelspec.display_name, "typescript"]);
    assert(isAbsolute(spec.argv[0]));
    assertEquals(spec.argv.at(-1), "{connection_file}");
    assert(!JSON.stringify(spec).includes(root), "nothing leads back to the project, which may move");
    assertEquals((await Array.fromAsync(Deno.readDir(place))).map(({ name }) => name).sort(), [
      "deno.json",
      "kernel.json",
      "lib",
      "logo-svg.svg",
    ]);
    assertEquals((await install(folder)).code, 0, "a second time");
  });
});

Deno.test("an installation whose kernel does not run says why at once", async () => {
  await withFolder(async (folder) => {
    const project = join(folder, "project");
    await Deno.mkdir(join(project, "lib", "kernel"), { recursive: true });
    for await (const { name } of Deno.readDir(join(root, "lib", "kernel"))) {
      await Deno.copyFile(join(root, "lib", "kernel", name), join(project, "lib", "kernel", name));
    }
    await Deno.copyFile(join(root, "lib", "interrupt.ts"), join(project, "lib", "interrupt.ts"));
    await Deno.copyFile(join(root, "deno.json"), join(project, "deno.json"));
    await Deno.writeTextFile(join(project, "lib", "kernel", "inside.ts"), "throw new Error('broken inside')");
    const { code, errors } = await install(join(folder, "data"), project);
    assertEquals(code, 1);
    assertMatch(errors, /Cannot install the kernel: it does not run, got ".*broken inside/);
  });
});

Deno.test("Jupyter's data folder is found by its own rule for each system", () => {
  const home = { HOME: "/home/a" };
  assertEquals(findDataFolder({ ...home, JUPYTER_DATA_DIR: "/data" }, "linux"), "/data");
  assertEquals(findDataFolder(home, "linux"), "/home/a/.local/share/jupyter");
  assertEquals(findDataFolder({ ...home, XDG_DATA_HOME: "/x" }, "linux"), "/x/jupyter");
  assertEquals(findDataFolder({ ...home, XDG_DATA_HOME: "/x" }, "darwin"), "/home/a/Library/Jupyter");
  assertThrows(() => findDataFolder({}, "windows"), Error, "Set JUPYTER_DATA_DIR");
});
