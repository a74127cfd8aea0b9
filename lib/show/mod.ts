// What is drawn: plots, tables, pages: the face of this room, which everybody outside imports from.

export { drawAnswer } from "./answer.ts";
export { drawSignedBars } from "./bars.ts";
export { drawClassStats, drawEachClassStats } from "./class_stats.ts";
export { drawConfusionMatrix } from "./confusion.ts";
export { drawCurves } from "./curves.ts";
export { drawDigits, drawPortraits } from "./digit_grid.ts";
export { drawDistributions } from "./distributions.ts";
export { markStale, showFresh } from "./freshness.ts";
export { drawHeatMaps } from "./heatmap.ts";
export { drawIntervalCurves } from "./interval_curves.ts";
export { drawIntervals } from "./intervals.ts";
export { show, showKernelNote, showMessages, showNote, showPencil, showTable, showText } from "./jupyter.ts";
export { captionGroups, censusRows, meaningRow } from "./meaning_tables.ts";
export { drawNetwork } from "./network.ts";
export { writePage } from "./page/document.ts";
export { gatherPage, type ToldNeuron, type ToldRun } from "./page/gather.ts";
export type { PromptMessage } from "./page/page_data.ts";
export { drawPictureGrid } from "./picture_grid.ts";
export { drawGroups, drawInputs } from "./picture_rows.ts";
export { progressBar } from "./progress.ts";
export { drawScatter } from "./scatter.ts";
export { drawSpread, type Measurement } from "./spread.ts";
export { tableBundle } from "./table.ts";
export { xorNeuronRows, xorTermRows } from "./xor_tables.ts";
export { classPanel, climbRows, closedFormRows, deadRows, marginBars } from "./neuron_views.ts";
export { layerRows, trainingCurves, trainingRows } from "./training_views.ts";
