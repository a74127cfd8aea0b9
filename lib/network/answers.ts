// A network's answers to labelled pictures, and where they go wrong.

/** What outputs say: the place of the largest (the first of several), or of one alone, whether it is above a half. */
export function answerOf(values: ArrayLike<number>): number {
  if (values.length === 1) return values[0] > 0.5 ? 1 : 0;
  let largest = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[largest]) largest = i;
  return largest;
}

/** The class that the network answers to each picture, given the logits of all, `classes` numbers each. */
export function answersOf(logits: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: logits.length / classes }, (_, i) => {
    return answerOf(logits.subarray(i * classes, (i + 1) * classes));
  });
}

/** How often each true class (row) got each answer (column). */
export function confusionMatrix(labels: Uint8Array, answers: Uint8Array, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, i) => counts[label][answers[i]]++);
  return counts;
}

/** The places of the pictures that the network gets wrong, in order. */
export function wrongAnswers(labels: Uint8Array, answers: Uint8Array): number[] {
  return Array.from(labels.keys()).filter((i) => labels[i] !== answers[i]);
}
