// How the page looks: light and dark, narrow and wide, on a screen and on paper.

/** The style sheet of the page. */
export const pageStyles = `
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1a1a1a; --weak: #555; --line: #bbb; --link: #005a9c; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #15171a; --ink: #e9e9e9; --weak: #b4b4b4; --line: #555; --link: #7cc0ff; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, sans-serif; }
a { color: var(--link); }
header, main { max-width: 1120px; margin: 0 auto; padding: 0 16px; }
header { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: baseline; padding-top: 10px; padding-bottom: 8px;
  border-bottom: 1px solid var(--line); }
header strong { margin-right: auto; }
header a[aria-current] { font-weight: 700; text-decoration: none; color: var(--ink); }
h1 { font-size: 24px; margin: 16px 0 6px; line-height: 1.25; }
h1:focus { outline: none; }
h2 { font-size: 17px; margin: 22px 0 6px; }
section { break-inside: avoid; }
.weak { color: var(--weak); }
.side { display: flex; flex-wrap: wrap; gap: 16px 28px; align-items: flex-start; }
.side > .text { flex: 1 1 320px; min-width: 0; }
.text p, pre { white-space: pre-wrap; overflow-wrap: break-word; margin: 0 0 8px; }
pre { font: 12.5px/1.45 ui-monospace, monospace; max-height: 480px; overflow: auto; border: 1px solid var(--line);
  padding: 8px; }
.legend { font-size: 13px; color: var(--weak); margin: 4px 0; max-width: 70ch; }
figure { margin: 0; width: fit-content; }
figcaption { font-size: 13px; color: var(--weak); text-align: center; }
.gallery { display: flex; flex-wrap: wrap; gap: 8px; margin: 6px 0; padding: 0; list-style: none; }
.gallery a { text-decoration: none; display: block; }
section > .rows, .text > .rows, .bars > .rows { width: min(440px, 100%); max-height: none; }
section > .rows .row, .text > .rows .row, .bars > .rows .row { grid-template-columns: minmax(30px, var(--name, 60px)) 1fr 52px; }
section > .scores .row { grid-template-columns: 190px 1fr 130px; }
.side > section { flex: 1 1 330px; max-width: 440px; }
.histogram { display: block; width: min(840px, 100%); height: 150px; }
.strength { display: block; margin: 6px 0; }
.row .between { position: absolute; top: 5px; height: 2px; background: currentColor; }
.row .level { position: absolute; top: -3px; bottom: -3px; border-left: 2px dashed currentColor; }
.graph { width: 100%; max-width: 760px; height: auto; display: block; }
.graph text { fill: var(--ink); font-size: 12px; }
.graph circle, .graph rect { stroke: var(--ink); stroke-width: 1.2; fill: var(--ground); }
.graph .dead { stroke-dasharray: 3 2; stroke: var(--weak); }
.graph .heat { fill: #d6604d; stroke: none; }
.graph a:focus-visible circle { stroke-width: 4; stroke: var(--link); }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; }
th, td { padding: 4px 10px; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.words { min-width: 220px; max-width: 460px; font-size: 13px; overflow-wrap: break-word; }
th button { font: inherit; font-weight: 600; background: none; border: 0; padding: 0; color: inherit; cursor: pointer;
  text-align: inherit; }
form { display: flex; flex-wrap: wrap; gap: 8px 16px; margin: 8px 0; }
form label { display: flex; gap: 6px; align-items: center; }
input, select, button { font: inherit; }
.sheet { max-width: 100%; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--ground); padding: 4px; }
@media (max-width: 520px) { body { font-size: 14px; } h1 { font-size: 20px; } }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --ink: #000000; --weak: #444; --line: #999; --link: #000000; }
  body { print-color-adjust: exact; }
  pre { max-height: none; }
  header, form, .tools, .steps, input[type=range] { display: none; }
  details::details-content { content-visibility: visible; }
}
`;
