// The README's example of the library, run as it stands there.

import { assert, assertEquals } from "@std/assert";

const root = new URL("..", import.meta.url).pathname;

Deno.test("the README's example prints what stands below it", async () => {
  const readme = await Deno.readTextFile(`${root}README.md`);
  const [, code, printed] = readme.match(/```ts\n([\s\S]*?)```\n\nprints\n\n```\n([\s\S]*?)```/) ?? [];
  assert(code !== undefined, "the README has an example and what it prints");
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, code);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-lock", "--allow-read", "--allow-env", `--config=${root}deno.json`, file],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals(new TextDecoder().decode(stdout), printed, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(file);
  }
});
