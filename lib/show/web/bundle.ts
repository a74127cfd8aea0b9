// The lib's own modules as one script for a page, so that what a page computes is not written twice.

import * as esbuild from "esbuild";

/**
 * Bundles a module and all that it uses of the lib into one script. Of a room's face only what is used comes along:
 * packages for Deno alone, such as the tensors' backend, must not be needed by it. The same modules give the same
 * script.
 */
export async function bundleScript(entry: URL): Promise<string> {
  const known = bundled.get(entry.href);
  if (known) return await known;
  const made = bundle(entry);
  bundled.set(entry.href, made);
  return await made;
}

const bundled = new Map<string, Promise<string>>();

async function bundle(entry: URL): Promise<string> {
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [fromUrl(entry)],
      bundle: true,
      minify: true,
      write: false,
      // Wrapped by hand: in a bundle of another kind no module could wait, and the tensors' backend does, though it is
      // left out.
      format: "esm",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      logLevel: "silent",
      plugins: [onlyWhatIsUsed],
    });
    const [{ text }] = outputFiles;
    if (/\brequire\(|^import\b/m.test(text)) {
      throw new Error(
        `Cannot bundle ${
          entry.pathname.split("/").pop()
        } for a page: it needs a package, got a script that loads one. ` +
          "Use modules that import none.",
      );
    }
    return `(async()=>{${text.trim()}})();`;
  } finally {
    await esbuild.stop();
  }
}

// A module of the lib does nothing when it is loaded that a page would miss, so that one of which nothing is used is
// left out.
const onlyWhatIsUsed: esbuild.Plugin = {
  name: "only what is used",
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, kind }) => {
      if (kind === "entry-point") return undefined;
      return { path: fromUrl(new URL(path, toUrl(importer))), sideEffects: false };
    });
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      return kind === "entry-point" ? undefined : { path, external: true, sideEffects: false };
    });
  },
};

function fromUrl(url: URL): string {
  const path = decodeURIComponent(url.pathname);
  return Deno.build.os === "windows" ? path.slice(1) : path;
}

function toUrl(path: string): URL {
  return new URL(`file://${Deno.build.os === "windows" ? "/" : ""}${path.replaceAll("\\", "/")}`);
}
