// What files say: the face of this room, which everybody outside imports from.

export { checksumOf } from "./checked_files.ts";
export { type Ink, inkOf, normaliseDrawing, type Size } from "./drawing.ts";
export { type DataSet, firstImages, type LabelledImages, loadMnist, pixelsOf } from "./mnist.ts";
export { loadPicture, type OwnPicture, readPicture } from "./own_picture.ts";
export { pixelsAt, placesOf } from "./selection.ts";
export { squareInputs, xorExamples, xorInputs, xorTargets } from "./xor.ts";
