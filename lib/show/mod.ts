// What is drawn: plots, tables, pages: the face of this room, which everybody outside imports from.

export { drawSignedBars } from "./bars.ts";
export { drawConfusionMatrix } from "./confusion.ts";
export { drawCurves } from "./curves.ts";
export { drawDistributions } from "./distributions.ts";
export { drawPictureGrid } from "./grid.ts";
export { drawGroups } from "./groups.ts";
export { drawHeatMaps } from "./heatmap.ts";
export { drawInputs } from "./inputs.ts";
export { show, showMessages, showNote, showTable, showText } from "./jupyter.ts";
export { drawIntervalCurves } from "./measurements.ts";
export { drawNetwork } from "./network.ts";
export { drawClassStats } from "./neurons.ts";
export { progressBar } from "./progress.ts";
export { drawIntervals, drawScatter } from "./scores.ts";
export { drawSpread, type Measurement } from "./spread.ts";
export { tableBundle } from "./table.ts";
