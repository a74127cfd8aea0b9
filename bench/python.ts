// The peer's Python: an environment of its own with the pinned PyTorch from PyPI, or whatever has torch where that fails.

/** The packages of the environment. PyPI's PyTorch does not start without its CUDA libraries, though none is used here. */
const pinned = ["torch==2.15.0", "numpy==2.3.5"];

/**
 * The program that starts a Python with the pinned packages. It is made at the first time, in `folder`; where that cannot
 * be done (no PyPI, no venv), the first of `programs` that has torch is taken, and undefined where none has.
 */
export async function findPython(
  folder: string,
  { programs = ["python3", "/usr/bin/python3"], tell }: { programs?: readonly string[]; tell: (text: string) => void },
): Promise<string | undefined> {
  const own = `${folder}/bin/python`;
  if (await succeeds(own, ["-c", checkVersions])) return own;
  tell(`Making a Python environment with ${pinned.join(" and ")} in ${folder}: some minutes and 5 GB, once.`);
  try {
    await run(programs[0], ["-m", "venv", "--clear", folder]);
    await run(own, ["-m", "pip", "install", "--quiet", ...pinned]);
    if (await succeeds(own, ["-c", checkVersions])) return own;
    tell("The environment has no torch that works.");
  } catch (error) {
    tell(`The environment could not be made: ${(error as Error).message}`);
  }
  for (const program of programs) if (await succeeds(program, ["-c", "import numpy, torch"])) return program;
}

const checkVersions = `import numpy, torch
for module, wanted in zip((torch, numpy), ${JSON.stringify(pinned)}):
    assert module.__version__.split("+")[0] == wanted.split("==")[1]`;

async function run(program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args, stdout: "null", stderr: "piped" }).output();
  if (success) return;
  const last = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  throw new Error(`${program} ${args.slice(0, 3).join(" ")} ended with "${last}".`);
}

async function succeeds(program: string, args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args, stdout: "null", stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
