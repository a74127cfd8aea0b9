// Begins in the page: puts a pencil in each place that holds the data of one.
/// <reference lib="dom" />

import { makePencil } from "./pencil.ts";
import type { NetworkView } from "../web/network_view.ts";
import { unpackJson } from "../web/packed.ts";

for (const place of document.querySelectorAll<HTMLElement>("[data-pencil]")) {
  const packed = place.dataset.pencil!;
  place.removeAttribute("data-pencil");
  const data = await unpackJson<NetworkView & { styles: string }>(packed);
  const root = document.createElement("div");
  // A room of its own, so that the styles of the notebook's page do not reach in.
  const shadow = root.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = data.styles;
  shadow.append(style, makePencil(data).element);
  place.replaceChildren(root);
}
