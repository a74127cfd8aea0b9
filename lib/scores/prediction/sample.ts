// The pictures of the prediction test: some that the network gets right and some that it gets wrong.

import { seededRandom, shuffledIndices } from "../../random.ts";

/** A test picture: its place in the test half, the digit that it is, and the digit that the network answers. */
export interface TestImage {
  index: number;
  truth: number;
  answer: number;
}

/** How many pictures of each kind to draw. */
export interface SampleSettings {
  right: number;
  wrong: number;
  seed: number;
  /** What the classes are called: the test is about the ten digits alone. */
  classNames: readonly string[];
}

/**
 * Draws pictures that the network gets right, then pictures that it gets wrong, each kind in an order of its own: with
 * the same seed a larger sample begins with the smaller one's pictures. Where there are too few, all of them are taken
 * and `notes` says so. Throws on sizes that make no sense or leave nothing, and on classes
 * other than the digits.
 *
 * @param labels The labels of the test half; pictures to be predicted must be new to the network.
 * @param answers What the network answers to each of its pictures.
 */
export function sampleImages(
  labels: Uint8Array,
  answers: Uint8Array,
  { right, wrong, seed, classNames }: SampleSettings,
): { images: TestImage[]; notes: string[] } {
  if (labels.length !== answers.length) {
    throw new Error(
      `Cannot draw pictures: ${labels.length} labels need as many answers, got ${answers.length}. Use one data set's.`,
    );
  }
  if (classNames.join() !== "0,1,2,3,4,5,6,7,8,9") {
    throw new Error(
      "Cannot draw pictures: what a reader predicts is read as one digit, and the scores count on ten of them, got the " +
        `classes ${classNames.join(", ")}. Use a run on a data set of the ten digits.`,
    );
  }
  const notes: string[] = [];
  const draw = (kind: "right" | "wrong", size: number, stream: number): TestImage[] => {
    checkSize(kind, size);
    const places = Array.from(labels.keys()).filter((i) => (labels[i] === answers[i]) === (kind === "right"));
    if (places.length < size) {
      notes.push(
        `The network gets ${places.length} of ${labels.length} test pictures ${kind}, fewer than the ` +
          `${size} asked for: all of them are used.`,
      );
    }
    const order = shuffledIndices(places.length, seededRandom(seed, stream)).subarray(0, size);
    return Array.from(order, (i) => ({ index: places[i], truth: labels[places[i]], answer: answers[places[i]] }));
  };
  const images = [...draw("right", right, 0), ...draw("wrong", wrong, 1)];
  if (images.length > 0) return { images, notes };
  throw new Error(`Cannot draw pictures: none is left, got right ${right} and wrong ${wrong}. Choose larger numbers.`);
}

function checkSize(kind: string, size: number): void {
  if (Number.isSafeInteger(size) && size >= 0) return;
  throw new Error(
    `Cannot draw pictures: how many ${kind} ones is a whole number, 0 or more, got ${size}. Choose one such as 100.`,
  );
}
