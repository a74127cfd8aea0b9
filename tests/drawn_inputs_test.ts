import { assert, assertEquals } from "@std/assert";
import { DOMParser } from "linkedom";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { divergingPicture } from "../lib/pictures/image.ts";
import { drawInputs } from "../lib/show/picture_rows.ts";

Deno.test("drawInputs() draws each input in its own range over its caption", () => {
  const svg = drawInputs([
    { name: "free", inputs: [{ input: [1, -4], activation: 2.04 }] },
    { name: "held & kept", inputs: [{ input: [0, 0], activation: 0, remark: "answer 7" }] },
  ], { title: "t", width: 2, height: 1 });
  const document = new DOMParser().parseFromString(svg, "text/xml");
  const size = { width: 2, height: 1 };
  assertEquals([...document.querySelectorAll("image")].map((image) => image.getAttribute("href")), [
    toDataUrl(divergingPicture([1, -4], { ...size, limit: 4 })),
    toDataUrl(divergingPicture([0, 0], { ...size, limit: 1 })),
  ]);
  for (const text of ["free: 2.0", "held &amp; kept: 0.0", "answer 7"]) assert(svg.includes(text), text);
});
