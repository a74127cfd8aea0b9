// A Python environment of one's own with pinned packages from PyPI, or whatever has them where that fails.

/** What a Python is looked for, or made, with. */
export interface PythonOptions {
  /** Names with their versions; a package is imported by its name. */
  packages: readonly string[];
  /** What making the environment takes, said before it is made. */
  takes: string;
  /** Programs that may make the environment, or have the packages themselves. */
  programs?: readonly string[];
  tell: (text: string) => void;
}

/**
 * The program that starts a Python with the packages. It is made at the first time, in `folder`; where that cannot be done
 * (no PyPI, no venv), the first of `programs` that has the packages in any version is taken, and undefined where none has.
 */
export async function findPython(
  folder: string,
  { packages, takes, programs = ["python3", "/usr/bin/python3"], tell }: PythonOptions,
): Promise<string | undefined> {
  const own = `${folder}/bin/python`;
  const names = packages.map((name) => name.split("==")[0]);
  const check = `import ${names.join(", ")}\nfrom importlib.metadata import version
for name, wanted in (pinned.split("==") for pinned in ${JSON.stringify(packages)}):
    assert version(name).split("+")[0] == wanted`;
  if (await succeeds(own, ["-c", check])) return own;
  tell(`Making a Python environment with ${packages.join(", ")} in ${folder}: ${takes}, once.`);
  try {
    await run(programs[0], ["-m", "venv", "--clear", folder]);
    await run(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=2", ...packages]);
    if (await succeeds(own, ["-c", check])) return own;
    tell("The environment has no packages that work.");
  } catch (error) {
    tell(`The environment could not be made: ${(error as Error).message}`);
  }
  for (const program of programs) if (await succeeds(program, ["-c", `import ${names.join(", ")}`])) return program;
}

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
