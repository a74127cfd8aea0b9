// Runs inside the kernel: names what a cell has replaced although JavaScript or the kernel itself needs it.

/**
 * Remembers what there is now. The function that it gives names what has been replaced or taken away since, "" where
 * nothing is. It uses nothing that could have been replaced.
 */
export function rememberNeeded(): () => string {
  const needed: Needed[] = [];
  const remember = (holder: object, path: string, keys: readonly PropertyKey[]) => {
    for (const key of keys) {
      const name = typeof key === "symbol"
        ? `${path}[${key.description}]`
        : path === ""
        ? String(key)
        : `${path}.${key}`;
      needed.push({ holder, key, name, value: read(holder, key) });
    }
  };
  remember(globalThis, "", GLOBALS);
  for (const holder of ["Object", "Array", "Function", "Promise", "String", "JSON"] as const) {
    const object = globalThis[holder];
    remember(object, holder, ownKeys(object));
    if ("prototype" in object) remember(object.prototype, `${holder}.prototype`, ownKeys(object.prototype));
  }
  // Whatever is awaited or written as JSON is asked for these.
  remember(Object.prototype, "Object.prototype", ["then", "toJSON"]);
  remember(Deno.jupyter, "Deno.jupyter", ["broadcast"]);
  return () => {
    let names = "";
    for (let place = 0; place < needed.length; place++) {
      const { holder, key, name, value } = needed[place];
      if (read(holder, key) !== value) names += names === "" ? name : ", " + name;
    }
    return names;
  };
}

interface Needed {
  readonly holder: object;
  readonly key: PropertyKey;
  readonly name: string;
  readonly value: unknown;
}

const { ownKeys, getOwnPropertyDescriptor } = Reflect;

/** A property's value, or what gets it: some throw when they are read. */
function read(holder: object, key: PropertyKey): unknown {
  const property = getOwnPropertyDescriptor(holder, key);
  return property && (property.value ?? property.get);
}

/** What programs are often given a stand-in for, such as console.log, fetch and Math.random, is not among them. */
const GLOBALS = [
  ...["globalThis", "Deno", "Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "Promise", "Error"],
  ...["TypeError", "JSON", "Map", "Set", "WeakMap", "WeakRef", "Reflect", "Proxy", "Uint8Array", "ArrayBuffer"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "queueMicrotask"],
];
