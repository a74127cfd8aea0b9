// How the pencil looks, on light pages and on dark ones.

/** The style sheet of a pencil. */
export const pencilStyles = `
.pencil { display: flex; flex-wrap: wrap; gap: 16px 20px; font: 13px/1.35 system-ui, sans-serif; color: inherit; }
.pencil h4 { margin: 0 0 6px; font-size: 13px; font-weight: 600; max-width: 198px; }
.pencil p, .pencil ul { margin: 6px 0; padding: 0; }
.marks { flex-basis: 100%; }
.marks ul { columns: 3 260px; max-width: 880px; }
.pencil li { margin-left: 1.2em; }
.pencil li.inked { font-weight: 600; }
.sheet { width: 240px; height: 240px; margin: 1px; box-shadow: 0 0 0 1px #888; touch-action: none; cursor: crosshair; }
.sheet:focus-visible, .row:focus-visible { outline: 2px solid #2c8fc9; outline-offset: 2px; }
.picture { display: block; image-rendering: pixelated; border: 1px solid #888; }
.tools { display: flex; gap: 8px; align-items: center; margin-top: 6px; flex-wrap: wrap; }
.tools label { display: flex; align-items: center; gap: 4px; }
.tools input { width: 60px; }
.tools button { font: inherit; padding: 2px 9px; }
.answer { display: block; max-width: 198px; font-size: 16px; font-weight: 600; margin-top: 8px; min-height: 1.4em; }
.rows { width: 188px; font-size: 13px; max-height: 330px; overflow-y: auto; }
.row { display: grid; grid-template-columns: minmax(16px, var(--name)) 1fr 40px; gap: 6px; align-items: center;
  width: 100%; min-height: 22px; border: 0; padding: 1px 3px; background: none; color: inherit; font: inherit;
  text-align: left; box-sizing: border-box; border-radius: 3px; }
button.row { cursor: pointer; }
button.row:hover, .row[aria-pressed=true] { background: color-mix(in srgb, currentColor 14%, transparent); }
.row.chosen > .name, .row.chosen > .value { font-weight: 700; }
.row.dead { opacity: .6; }
.row .track { position: relative; height: 12px; background: color-mix(in srgb, currentColor 10%, transparent); }
.row .bar { position: absolute; inset: 0; transform-origin: 0 0; background: #d6604d; }
.row .bar.negative { background: #4393c3; }
.row .value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.pencil .row { height: 22px; contain: strict; }
.pencil .row .value { height: 18px; contain: strict; }
`;
