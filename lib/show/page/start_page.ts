// Begins in the page: opens its data and shows the view that the address names.
/// <reference lib="dom" />

import { make } from "../web/dom.ts";
import { unpackJson } from "../web/packed.ts";
import type { PageData } from "./page_data.ts";
import { drawHome } from "./home.ts";
import { drawComparison } from "./comparison.ts";
import { drawNeuronTable } from "./neuron_table.ts";
import { drawNeuron } from "./neuron_view.ts";
import { drawPicture, drawSearch } from "./picture_view.ts";
import { addressOf, type OpenRun, openSession, type Session } from "./session.ts";

const session = await openSession(await unpackJson<PageData>(document.getElementById("data")!.textContent!));
const main = make("main", { id: "main" });
const links = [
  { href: "#", words: "Network" },
  { href: "#neurons", words: "All neurons" },
  { href: "#pictures", words: "Pictures" },
  ...(session.runs.length > 1 ? [{ href: "#compare", words: "Side by side" }] : []),
].map(({ href, words }) => make("a", { href }, words));
const names = session.runs.map(({ name }) => name).join(" and ");
document.body.append(
  make("a", { className: "skip", href: "#main" }, "To the content"),
  make(
    "header",
    {},
    make("strong", {}, `${names}, ${session.dataset}`),
    make("nav", { "aria-label": "Views" }, ...spaced(links)),
  ),
  main,
);
addEventListener("hashchange", () => draw(true));
addEventListener("keydown", step);
draw(false);

function draw(moved: boolean): void {
  const hash = decodeURIComponent(location.hash.slice(1));
  if (hash === "main") return main.querySelector<HTMLElement>("h1")?.focus();
  const { title, content } = viewOf(session, hash);
  const heading = make("h1", { tabIndex: -1 }, title);
  main.replaceChildren(heading, ...content);
  document.title = `${title} – ${names}`;
  for (const link of links) {
    if (link.getAttribute("href") === `#${hash}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!moved) return;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

function viewOf(session: Session, hash: string): { title: string; content: Node[] } {
  const [run] = session.runs;
  if (hash === "") return { title: "The network", content: drawHome(session) };
  if (hash === "neurons") {
    const tables = session.runs.flatMap((run) => [
      ...(session.runs.length > 1 ? [make("h2", {}, run.name)] : []),
      ...drawNeuronTable(session, run),
    ]);
    return { title: "All neurons", content: tables };
  }
  if (hash === "pictures") return { title: "Pictures of the test set", content: drawSearch(session, run) };
  if (hash === "compare" && session.runs.length > 1) return { title: "Side by side", content: drawComparison(session) };
  const picture = session.stock.places.indexOf(Number(/^picture-(\d+)$/.exec(hash)?.[1] ?? -1));
  if (picture !== -1) {
    const title = `Test picture ${session.stock.places[picture]}`;
    return { title, content: drawPicture(session, run, picture) };
  }
  const place = findNeuron(hash);
  if (!place) return { title: "Not here", content: [make("p", {}, `This page has no "${hash}".`)] };
  const all = place.run.view.layers.flat();
  const at = all.findIndex(({ name }) => name === place.name);
  const [before, after] = [all.at(at - 1)!, all[(at + 1) % all.length]];
  const steps = make(
    "p",
    { className: "steps" },
    make("a", { href: addressOf(session, place.run, before.name), rel: "prev" }, `← ${before.name}`),
    "  ",
    make("a", { href: addressOf(session, place.run, after.name), rel: "next" }, `${after.name} →`),
  );
  const title = session.runs.length > 1 ? `${place.name} of ${place.run.name}` : place.name;
  return { title, content: [steps, ...drawNeuron(session, place)] };
}

function findNeuron(hash: string): { run: OpenRun; layer: number; neuron: number; name: string } | undefined {
  const slash = hash.lastIndexOf("/");
  const run = slash === -1 ? session.runs[0] : session.runs.find(({ name }) => name === hash.slice(0, slash));
  const name = hash.slice(slash + 1);
  const layer = run?.view.layers.findIndex((neurons) => neurons.some((one) => one.name === name)) ?? -1;
  if (!run || layer === -1) return undefined;
  return { run, layer, neuron: run.view.layers[layer].findIndex((one) => one.name === name), name };
}

/** The arrow keys go to the neuron before and after, unless something has the keys for itself. */
function step(event: KeyboardEvent): void {
  const target = event.composedPath()[0] as Element;
  if (event.altKey || event.ctrlKey || event.metaKey || target.matches?.("input, select, canvas, pre, [role=region]")) {
    return;
  }
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = rel && main.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`);
  if (!link) return;
  location.hash = link.getAttribute("href")!;
  event.preventDefault();
}

function spaced(nodes: readonly Node[]): (Node | string)[] {
  return nodes.flatMap((node, i) => i === 0 ? [node] : ["  ", node]);
}
