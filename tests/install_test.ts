/** Tests of lib/kernel/install.ts, with a home folder of its own. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Runs the installation with a temporary home folder and gives the kernel.json files that it leaves. */
async function install(environment: (home: string) => Record<string, string>) {
  const home = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "-q",
        "--no-config",
        fileURLToPath(new URL("../lib/kernel/install.ts", import.meta.url)),
      ],
      env: {
        HOME: home,
        XDG_DATA_HOME: join(home, "share"),
        JUPYTER_DATA_DIR: "",
        ...environment(home),
        NO_COLOR: "1",
      },
    }).output();
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(code, 0);
    const report = new TextDecoder().decode(stdout);
    const folder = report.match(/^The Deno kernel is installed in (.*)$/m)![1];
    assert(folder.startsWith(home));
    const files = (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name).sort();
    const spec = JSON.parse(await Deno.readTextFile(join(folder, "kernel.json")));
    return { report, files, spec, place: folder.slice(home.length + 1) };
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test({
  name: "the installed kernel starts this Deno by its full path and is interrupted by messages",
  // Elsewhere the home folder is not taken from HOME, and a test must not change the user's own installation.
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { report, files, spec } = await install(() => ({}));
    assertEquals(spec.interrupt_mode, "message");
    assert(isAbsolute(spec.argv[0]));
    assert((await Deno.stat(spec.argv[0])).isFile);
    assertEquals(spec.argv.slice(1), ["jupyter", "--kernel", "--conn", "{connection_file}"]);
    assert(files.includes("kernel.json") && files.length > 1);
    assertStringIncludes(report, "JupyterLab");
    assertStringIncludes(report, "VS Code");
  },
});

Deno.test({
  name: "the kernel is installed where JUPYTER_DATA_DIR says",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { spec, files, place } = await install((home) => ({ JUPYTER_DATA_DIR: join(home, "jupyter data") }));
    assertEquals(place, join("jupyter data", "kernels", "deno"));
    assertEquals(spec.interrupt_mode, "message");
    assert(files.includes("logo-64x64.png"));
  },
});
