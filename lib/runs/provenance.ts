// What made a run besides its settings, so that another can tell why it got other numbers.

/** The versions behind a run's numbers; no times, so that the same versions leave the same bytes. */
export interface Provenance {
  deno: string;
  /** What TensorFlow.js computed on. */
  backend: string;
  /** The packages as deno.json pins them. */
  packages: string[];
  /** The checksum of the data set's files. */
  data: string;
}

/** The versions that are at work in a project's folder. */
export async function describeProvenance(
  project: string,
  { backend, data }: Pick<Provenance, "backend" | "data">,
): Promise<Provenance> {
  const { imports } = JSON.parse(await Deno.readTextFile(`${project}/deno.json`)) as {
    imports: Record<string, string>;
  };
  const packages = Object.values(imports).filter((target) => target.startsWith("npm:") && !target.includes("@types/"));
  return { deno: Deno.version.deno, backend, packages: packages.sort(), data };
}
