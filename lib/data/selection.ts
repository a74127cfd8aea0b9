// Some of a data set's pictures: by their places, or by their classes.

import { type LabelledImages, pixelsOf } from "./mnist.ts";

/** The places of all images of some classes, in order. */
export function placesOf({ labels }: LabelledImages, ...classes: number[]): number[] {
  return Array.from(labels.keys()).filter((place) => classes.includes(labels[place]));
}

/** The pixels of the images at some places, one image after the other: a copy. */
export function pixelsAt(images: LabelledImages, places: readonly number[]): Float32Array {
  const size = images.height * images.width;
  const pixels = new Float32Array(places.length * size);
  places.forEach((place, row) => pixels.set(pixelsOf(images, place), row * size));
  return pixels;
}
