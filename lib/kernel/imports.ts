// Finds what a cell imports by name, since the kernel gives undefined for a name that the module does not have.

/** The modules that the code imports values from by name, with the names; types aside. */
export function findImports(code: string): { specifier: string; names: string[] }[] {
  return [...code.matchAll(STATEMENT)].map(([, list, specifier]) => ({
    specifier,
    names: list.split(",").map((part) => part.trim()).filter((part) => part !== "" && !/^type\s/.test(part))
      .map((part) => part.split(/\s+as\s+/)[0].replace(/^["']|["']$/g, "")),
  }));
}

const STATEMENT = /^[ \t]*import\s+(?:[\w$]+\s*,\s*)?\{([^{}]*)\}\s*from\s*["']([^"'\n]+)["']/gm;
