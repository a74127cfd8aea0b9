// The language of marks: what can be drawn, in which sizes, and where it can be put.

/** The direction of a stroke, or the side to which an arc is open. */
export type Turn = "horizontal" | "vertical" | "rising" | "falling" | "top" | "bottom" | "left" | "right";

/** A piece of pen work. Spots and rings have no turn. */
export interface Mark {
  kind: "spot" | "stroke" | "arc" | "ring";
  size: "small" | "plain" | "large";
  turn?: Turn;
}

/** The centre of a mark, in per cent of the picture's width from the left and of its height from the top. */
export interface Place {
  x: number;
  y: number;
}

/** What full ink on a mark adds to a neuron's value; below 0 it takes away. */
export interface Phrase {
  mark: Mark;
  place: Place;
  strength: number;
}

const strokes = (["horizontal", "vertical", "rising", "falling"] as const).flatMap((turn) =>
  (["small", "plain", "large"] as const).map((size): Mark => ({ kind: "stroke", size, turn }))
);
const arcs = (["top", "bottom", "left", "right"] as const).flatMap((turn) =>
  (["small", "plain"] as const).map((size): Mark => ({ kind: "arc", size, turn }))
);

/** Every mark: 3 spots, 12 strokes, 8 arcs and 2 rings. */
export const marks: readonly Mark[] = [
  ...(["small", "plain", "large"] as const).map((size): Mark => ({ kind: "spot", size })),
  ...strokes,
  ...arcs,
  ...(["small", "plain"] as const).map((size): Mark => ({ kind: "ring", size })),
];

/** Whether a mark is an arc or a ring. */
export function isBent({ kind }: Mark): boolean {
  return kind === "arc" || kind === "ring";
}

/** The steps from the centre to the next place across and down: 3.5 and 4 of 28 pixels. */
export const stepAcross = 100 * 3.5 / 28;
export const stepDown = 100 * 4 / 28;

/** Five rows of five places, where digits have their ink. */
export const places: readonly Place[] = [-2, -1, 0, 1, 2].flatMap((down) =>
  [-2, -1, 0, 1, 2].map((across) => ({ x: 50 + across * stepAcross, y: 50 + down * stepDown }))
);
