// A kernel for each notebook: the next one starts while the notebook before still runs, so that nobody waits for it.

import { type Kernel, startKernel } from "../kernel/mod.ts";

/** A kernel that starts, or has started. */
export interface StartingKernel {
  /** Rejects where it cannot start, or was ended. */
  readonly ready: Promise<Kernel>;
  /** Ends it at once. */
  end(): void;
}

/** The kernels of notebooks that run one after the other. */
export interface Kernels {
  /** The kernel of the next notebook, whose folder is `folder`; asks that of the last one to end, and starts one ahead. */
  take(folder: string, ahead?: string): StartingKernel;
  /** Resolves when all have ended. */
  close(): Promise<void>;
}

/** Opens the kernels. `onDisplay` is told the plain text of each display, progress bars included. */
export function openKernels({ onDisplay }: { onDisplay?: (text: string) => void } = {}): Kernels {
  const begin = (folder: string, isAhead: boolean) => ({ folder, ...beginKernel(folder, { isAhead, onDisplay }) });
  let current: StartingKernel | undefined;
  let next: ReturnType<typeof begin> | undefined;
  const closing: Promise<void>[] = [];
  const release = (starting?: StartingKernel) => {
    if (starting) closing.push(starting.ready.then((kernel) => kernel.shutdown(), () => {}));
  };
  const dropNext = () => {
    next?.end();
    release(next);
    next = undefined;
  };
  return {
    take(folder, ahead) {
      release(current);
      if (next?.folder !== folder) dropNext();
      const taken = current = next ?? begin(folder, false);
      next = ahead === undefined ? undefined : begin(ahead, true);
      return taken;
    },
    async close() {
      release(current);
      current = undefined;
      dropNext();
      await Promise.all(closing);
    },
  };
}

function beginKernel(
  folder: string,
  { isAhead, onDisplay }: { isAhead: boolean; onDisplay?: (text: string) => void },
): StartingKernel {
  const ending = new AbortController();
  const start = async () => {
    const kernel = await startKernel(folder, { signal: ending.signal, onDisplay });
    // The lib takes as long again. Where it fails to load, the cell that needs it says so.
    if (isAhead) await kernel.execute(loadLib);
    return kernel;
  };
  const ready = start();
  // Whoever takes it is told.
  ready.catch(() => {});
  return { ready, end: () => ending.abort() };
}

/** The rooms that bring all others along. */
const loadLib =
  'void await Promise.all(["rules", "runs", "scores", "show"].map((room) => import(`lib/${room}/mod.ts`)));';
