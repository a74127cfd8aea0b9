// Runs inside the kernel before the first cell: makes it tell its client what it would keep to itself.

import { SIGNAL_FOLDER } from "../interrupt.ts";
import { rememberNeeded } from "./replaced.ts";
import { catchThrown, describeThrown, partsOf } from "./thrown.ts";

/** What the client calls in the kernel: the global of the mark's name. */
export interface Inside {
  /**
   * Shows the mark and this number, as a text and as a display, after all that a cell has shown. After a cell that failed
   * the display holds the error's causes. Imported names that their modules do not have become errors.
   */
  flush(number: number, options: { failed: boolean; imports: readonly ImportedNames[] }): Promise<void>;
}

/** What a cell imports by name, and the module once it is loaded. */
export interface ImportedNames {
  readonly specifier: string;
  readonly names: readonly string[];
  readonly load: () => Promise<Record<string, unknown>>;
}

/** Sets the kernel up; everything that a cell could replace is taken hold of before. */
export function setUp(mark: string): void {
  const { inspect } = Deno;
  const broadcast = Deno.jupyter.broadcast.bind(Deno.jupyter);
  const print = console.log.bind(console);
  const lastThrown = catchThrown();
  const report = (error: unknown, what = "") => {
    const { name: ename, value, stack } = partsOf(error);
    const evalue = value + what;
    const traceback = [`${ename}: ${evalue}`, ...stack, ...describeThrown(error, inspect)];
    broadcast("error", { ename, evalue, traceback }, { metadata: { reported: true } });
  };
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    report(event.reason, " (the rejection of a promise that no cell awaits)");
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    report(event.error, " (thrown where no cell waits for it)");
  });
  const tellReplaced = openTelling();
  stopWhenForced(tellReplaced);
  watchClient();

  const inside: Inside = {
    async flush(number, { failed, imports }) {
      tellReplaced();
      const thrown = lastThrown();
      for (const { specifier, names, load } of imports) {
        try {
          const missing = findMissing(await load(), names);
          if (missing) report(new SyntaxError(`"${specifier}" exports no ${missing}`));
        } catch (error) {
          if (failed) report(error);
        }
      }
      print(`${mark} ${number}`);
      const causes = failed ? describeThrown(thrown, inspect) : [];
      const data = { "text/plain": `${mark} ${number}`, "application/json": causes };
      await broadcast("display_data", { data, metadata: {}, transient: {} });
    },
  };
  Object.defineProperty(globalThis, mark, { value: inside });
}

/** A first name that the module does not have, with advice. Capitals may be types, which leave nothing behind. */
function findMissing(module: Record<string, unknown>, names: readonly string[]): string | undefined {
  const missing = names.find((name) => !(name in module) && !/^[A-Z]/.test(name));
  if (missing === undefined) return undefined;
  const alike = Object.keys(module).find((name) => sortLetters(name) === sortLetters(missing)) ??
    Object.keys(module).find((name) => isOneEditAway(name, missing));
  return `"${missing}".` + (alike ? ` Did you mean "${alike}"?` : ` It has ${Object.keys(module).sort().join(", ")}.`);
}

function sortLetters(name: string): string {
  return [...name.toLowerCase()].sort().join("");
}

/** Whether one letter more, less or another makes the names equal. */
function isOneEditAway(one: string, other: string): boolean {
  const [short, long] = [one, other].sort((a, b) => a.length - b.length);
  const start = [...short].findIndex((letter, place) => letter !== long[place]);
  const same = start < 0 ? short.length : start;
  return short.slice(same) === long.slice(same + 1) || short.slice(same + 1) === long.slice(same + 1);
}

/**
 * Ends what a cell waits for when its client asks by a flag: timers are cleared and requests aborted. The kernel answers
 * for a promise that can never settle once it is collected as garbage. Another flag tells the client that this still runs,
 * which it does not where a cell computes without a pause.
 */
function stopWhenForced(tellReplaced: () => void): void {
  const folder = Deno.env.get(SIGNAL_FOLDER);
  const { statSync, writeTextFileSync } = Deno;
  const [clear, start, request] = [clearTimeout, setTimeout, fetch];
  const collect = (globalThis as { gc?: () => void }).gc;
  const isUp = (flag: string) => {
    try {
      return statSync(`${folder}/${flag}`).isFile;
    } catch {
      return false;
    }
  };
  let stop = new AbortController();
  globalThis.fetch = (input, init) => {
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    return request(input, { ...init, signal: own ? AbortSignal.any([own, stop.signal]) : stop.signal });
  };
  const tick = setInterval(() => {
    tellReplaced();
    if (!isUp("interrupt")) return;
    writeTextFileSync(`${folder}/alive`, "");
    if (!isUp("force")) return;
    stop.abort(new DOMException("Stopped by hand.", "AbortError"));
    stop = new AbortController();
    // Timers are numbered in the order of their start; this one is not among those of the cells.
    const newest = Number(start(() => {}, 0));
    for (let timer = Number(tick) + 1; timer < newest; timer++) clear(timer);
    collect?.();
  }, 100);
  Deno.unrefTimer(Number(tick));
}

/** Gives a function that writes into a flag what cells have replaced: by then a message may no longer get through. */
function openTelling(): () => void {
  const flag = `${Deno.env.get(SIGNAL_FOLDER)}/replaced`;
  const { writeTextFileSync } = Deno;
  const findReplaced = rememberNeeded();
  let told = "";
  return () => {
    const names = findReplaced();
    if (names === told) return;
    told = names;
    try {
      writeTextFileSync(flag, names);
    } catch {
      // The disk is full: the cell fails in its own words.
    }
  };
}

/** Ends the kernel with its client, also where a cell keeps it busy: a thread waits for the end of a pipe from there. */
function watchClient(): void {
  new Worker(new URL("./client_watch.ts", import.meta.url), { type: "module" });
}
