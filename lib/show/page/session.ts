// What the page holds while it is open: its runs, their networks, and what these make of the pictures.
/// <reference lib="dom" />

import { activationsOfPicture, type Network } from "../../network/mod.ts";
import { unpackNetwork } from "../web/packed.ts";
import type { PageData, RunView } from "./page_data.ts";
import { openStock, seeAll, type Seen, type Stock } from "./stock.ts";

/** A run on the open page. */
export interface OpenRun extends RunView {
  readonly network: Network;
  /** What it makes of all pictures: computed when it is first asked for. */
  seen(): Seen;
  /** What each layer answers to a blank picture. */
  readonly blank: readonly Float32Array[];
}

/** The open page. */
export interface Session {
  readonly dataset: string;
  readonly runs: readonly OpenRun[];
  readonly stock: Stock;
}

/** Opens the page's data. */
export async function openSession({ dataset, runs, pictures }: PageData): Promise<Session> {
  const stock = await openStock(pictures);
  return {
    dataset,
    stock,
    runs: runs.map((run) => {
      const network = unpackNetwork(run.view.network);
      let seen: Seen | undefined;
      return {
        ...run,
        network,
        seen: () => seen ??= seeAll(network, stock),
        blank: activationsOfPicture(network, new Float32Array(run.view.width * run.view.height).fill(-1)),
      };
    }),
  };
}

/** The address of a neuron on the page; that of a second run names it. */
export function addressOf(session: Session, run: OpenRun, name: string): string {
  return session.runs[0] === run ? `#${name}` : `#${encodeURIComponent(run.name)}/${name}`;
}
