// Pictures as PNG bytes: the face of this room, which everybody outside imports from.

export { divergingHex, divergingRgb, inkOn, seriesColour } from "./colours.ts";
export { toDataUrl } from "./dataurl.ts";
export { decodeGrey, divergingPicture, greyPicture, type Picture, stretchedPicture } from "./image.ts";
export { largestMagnitude } from "./magnitude.ts";
export { palettePng } from "./palette.ts";
