import { assert, assertEquals } from "@std/assert";
import { DOMParser } from "linkedom";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { drawGroups } from "../lib/show/picture_rows.ts";
import { divergingPicture, greyPicture } from "../lib/pictures/image.ts";

Deno.test("drawGroups() draws a row for each group in one scale of colours, short where it has fewer images", () => {
  const svg = drawGroups([
    { caption: "one", contributions: [1, -2], exemplars: [[1, -1], [0, 0]] },
    { caption: "two & more", contributions: [0.5, 0], exemplars: [[-1, -1]] },
  ], { title: "t", width: 2, height: 1 });
  const document = new DOMParser().parseFromString(svg, "text/xml");
  const hrefs = [...document.querySelectorAll("image")].map((image) => image.getAttribute("href")!).slice(0, 6);
  const size = { width: 2, height: 1 };
  assertEquals(hrefs.slice(0, 5), [
    toDataUrl(divergingPicture([1, -2], { ...size, limit: 2 })),
    toDataUrl(greyPicture([1, -1], { ...size, low: -1, high: 1 })),
    toDataUrl(greyPicture([0, 0], { ...size, low: -1, high: 1 })),
    toDataUrl(divergingPicture([0.5, 0], { ...size, limit: 2 })),
    toDataUrl(greyPicture([-1, -1], { ...size, low: -1, high: 1 })),
  ]);
  assert(svg.includes("two &amp; more") && svg.includes("ink takes away"));
});
