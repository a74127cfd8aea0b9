// Finds what a cell imports: the kernel gives undefined for a name that the module does not have, and no reason where
// there is no such module.

/** The modules that the code imports values from, with the names that it takes by name; types aside. */
export function findImports(code: string): { specifier: string; names: string[] }[] {
  return [...code.matchAll(STATEMENT)].map(([, list, specifier]) => ({
    specifier,
    names: (list?.match(/\{([^{}]*)\}/)?.[1] ?? "").split(",").map((part) => part.trim())
      .filter((part) => part !== "" && !/^type\s/.test(part))
      .map((part) => part.split(/\s+as\s+/)[0].replace(/^["']|["']$/g, "")),
  }));
}

const STATEMENT = /^[ \t]*import\s*(?:(?!type\b)([\w$\s,*{}"']+?)\s*from\s*)?["']([^"'\n]+)["'](?!\s*with\b)/gm;
