// The page as one HTML file that needs no server and no network, and runs nothing but the script that it was made with.

import { escapeHtml } from "../html.ts";
import { pencilStyles } from "../pencil/styles.ts";
import { bundleScript } from "../web/bundle.ts";
import { packJson } from "../web/packed.ts";
import type { PageData } from "./page_data.ts";
import { pageStyles } from "./styles.ts";

/** Writes the page. Its data stand in it compressed: whatever a reply says, a browser reads no markup in it. */
export async function writePage(data: PageData): Promise<string> {
  const script = await bundleScript(new URL("start_page.ts", import.meta.url));
  const styles = `${pageStyles}${pencilStyles}`;
  const policy = [
    "default-src 'none'",
    "img-src data:",
    `script-src '${await hashOf(script)}'`,
    `style-src '${await hashOf(styles)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const title = `${data.runs.map(({ name }) => name).join(" and ")}: every neuron of a small network`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
<noscript>This page draws a network with a script of its own, which is switched off here.</noscript>
<script type="text/plain" id="data">${await packJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${new Uint8Array(digest).toBase64()}`;
}
