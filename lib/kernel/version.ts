// The oldest Deno that the project runs on.

/** Throws for a version of Deno that is too old, with what to do. */
export function checkVersion(version: string = Deno.version.deno): void {
  const [major, minor] = version.split(".").map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  throw new Error(
    `Cannot run on this Deno: it must be ${LEAST.join(".")} or later, got ${version}. ` +
      'Run "deno upgrade", or write "npx -y deno@2.9.6 task …" for "deno task …".',
  );
}

const LEAST = [2, 9];
