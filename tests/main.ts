// The test task: every test, with a stand-in for jsr:@std/assert where JSR does not answer.
//
// Arguments go to `deno test`: files, --filter; --show-output shows what the tests print. The last line is `N passed,
// N failed`.

const root = new URL("..", import.meta.url).pathname;

/** Options of `deno test` that put tests/assert in the place of the package, pinned and locked like the rest. */
async function offlineOptions(): Promise<string[]> {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const lock = JSON.parse(await Deno.readTextFile(`${root}deno.lock`));
  delete lock.jsr;
  for (const name of Object.keys(lock.specifiers)) if (name.startsWith("jsr:")) delete lock.specifiers[name];
  const files = { ".offline.json": { ...config, links: ["./tests/assert"] }, ".offline.lock": lock };
  for (const [name, value] of Object.entries(files)) await Deno.writeTextFile(root + name, JSON.stringify(value));
  return ["--config", `${root}.offline.json`, "--lock", `${root}.offline.lock`];
}

async function jsrAnswers(): Promise<boolean> {
  try {
    const response = await fetch("https://jsr.io/@std/assert/meta.json", { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * What the tests may do. They connect to servers of their own, and ask for one host that does not exist. Packages and
 * temporary files lie in many places, and the kernel that the tests start may do everything, as every Jupyter kernel.
 */
const permissions = [
  ...["--allow-read", "--allow-write", "--allow-env", "--allow-ffi", "--allow-run", "--allow-sys"],
  "--allow-net=127.0.0.1,no-such-host.invalid",
];

const online = await jsrAnswers();
if (!online) console.log("JSR does not answer: tests/assert stands in for jsr:@std/assert.");
const options = online ? ["--frozen"] : await offlineOptions();
const given = Deno.args.filter((argument) => argument !== "--show-output");
const quiet = given.length < Deno.args.length ? [] : ["--quiet"];
const files = given.some((argument) => !argument.startsWith("-")) ? [] : ["tests/"];
const child = new Deno.Command(Deno.execPath(), {
  args: ["test", ...quiet, "--no-prompt", ...permissions, ...options, ...files, ...given],
  cwd: root,
  env: { NO_COLOR: "1" },
  stdout: "piped",
}).spawn();

// The counts are read off the summary that Deno prints last; everything is passed on as it comes.
let tail = "";
for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
  await Deno.stdout.write(new TextEncoder().encode(text));
  tail = (tail + text).slice(-10_000);
}
const { code } = await child.status;
const [passed, failed] = ["passed", "failed"].map((word) =>
  Number([...tail.matchAll(new RegExp(`(\\d+) ${word}`, "g"))].at(-1)?.[1] ?? 0)
);
// A suite that could not even start (a type error, say) has failed, though no test of it has.
console.log(`${passed} passed, ${code !== 0 && failed === 0 ? 1 : failed} failed`);
Deno.exit(code);
