// The Python with Jupyter for the tests of real front ends. As a program it makes one in a folder and prints its path.

import { findPython } from "../../bench/python.ts";

/** A Python with JupyterLab, nbconvert, papermill and a bare client: made in `folder`, or found; undefined without one. */
export function findJupyter(folder: string): Promise<string | undefined> {
  const packages = ["jupyterlab==4.6.6", "nbconvert==7.17.2", "papermill==2.7.0", "jupyter_client==8.10.0"];
  return findPython(folder, { packages, takes: "a minute and 350 MB", tell: console.error });
}

if (import.meta.main) {
  const python = await findJupyter(Deno.args[0]);
  if (python === undefined) Deno.exit(1);
  console.log(python);
}
