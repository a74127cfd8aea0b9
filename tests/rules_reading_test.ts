// The reader of descriptions: sentences written by hand, sentences by a grammar, and its own language both ways.

import { assertEquals } from "@std/assert";
import { readDescription } from "../lib/rules/reading.ts";
import { nameMark, namePlace } from "../lib/rules/words.ts";

/** The phrases of a text in short names, each with its sign. */
const read = (text: string) =>
  readDescription(text).phrases.map(({ mark, place, strength }) =>
    `${strength < 0 ? "-" : "+"} ${nameMark(mark, { short: true })} @ ${namePlace(place)}`
  ).join(", ");

const byHand: readonly [text: string, phrases: string][] = [
  ["A small arc opening right, low on the right side, strongly.", "+ small C @ lower right"],
  ["It likes a horizontal bar across the top centre.", "+ bar @ top centre"],
  ["Fires for a long vertical line in the centre.", "+ long post @ centre"],
  ["A vertical stroke down the middle excites it.", "+ post @ centre"],
  ["It hates ink in the upper left.", "- patch @ upper left"],
  ["There must be no ink in the centre.", "- patch @ centre"],
  ["It wants a ring at the lower centre and no bar at the top centre.", "+ ring @ lower centre, - bar @ top centre"],
  ["A loop in the lower left raises it strongly.", "+ ring @ lower left"],
  ["Strongly raised by a short slash at the upper right.", "+ short slash @ upper right"],
  ["Lowered by a blob at the middle left.", "- blob @ middle left"],
  ["Small dot, centre, faintly.", "+ dot @ centre"],
  ["At the lower left, a cup.", "+ cup @ lower left"],
  ["A bowl-shaped curve at bottom centre, open at the top.", "+ cup @ bottom centre"],
  ["An arch at the upper centre adds 7.", "+ arch @ upper centre"],
  ["A backwards C at the lower right.", "+ reversed C @ lower right"],
  ["A C at the middle left, moderately.", "+ C @ middle left"],
  ["It responds to a diagonal running from the lower left to the upper right, in the centre.", "+ slash @ centre"],
  ["A stroke from the top left to the bottom right through the centre takes away 5.", "- backslash @ centre"],
  ["A half circle open to the left at the upper right.", "+ reversed C @ upper right"],
  ["The neuron is inhibited by a long horizontal line at the bottom centre.", "- long bar @ bottom centre"],
  ["It is suppressed by ink at the upper far left.", "- patch @ upper far left"],
  ["Without a dot in the centre.", "- dot @ centre"],
  ["No ring at the top left, but a post at the middle right.", "- ring @ top left, + post @ middle right"],
  ["Ink adds 12 post at centre; 4 dot at top left.", "+ post @ centre, + dot @ top left"],
  ["Ink takes 12 post at centre; 4 dot at top left.", "- post @ centre, - dot @ top left"],
  ["+3 bar at top centre; -4 ring at centre", "+ bar @ top centre, - ring @ centre"],
  [
    "Positive: a slash at the lower left. Negative: a backslash at the lower left.",
    "+ slash @ lower left, - backslash @ lower left",
  ],
  ["It captures a tall upright line at the middle far right.", "+ long post @ middle far right"],
  ["It detects a curved stroke, open downwards, at the upper centre.", "+ arch @ upper centre"],
  ["A small circle at the upper right makes it more active.", "+ small ring @ upper right"],
  ["It dislikes a big patch in the lower right.", "- patch @ lower right"],
  ["A tiny spot at (25 %, 64 %) is wanted.", "+ dot @ lower far left"],
  ["There is a bar, 50 % across and 21 % down, that it likes.", "+ bar @ top centre"],
  ["It prefers a horizontal stroke 63 % from the left and 36 % from the top.", "+ bar @ upper right"],
  ["It prefers a horizontal stroke 25 % from the right and 21 % from the bottom.", "+ bar @ bottom far right"],
  [
    "Wants:\n- a bar at the top centre\n- a ring at the lower centre\nMust not see:\n- a dot in the centre",
    "+ bar @ top centre, + ring @ lower centre, - dot @ centre",
  ],
  ["1. Strongly: a post at centre.\n2. Slightly: a dot at the top left.", "+ post @ centre, + dot @ top left"],
  ["**Activates** for a *rising stroke* at the **lower right**.", "+ slash @ lower right"],
  ["The activation decreases with ink at the middle far left.", "- patch @ middle far left"],
  ["It needs an empty centre.", "- patch @ centre"],
  ["It is silent for a bar at the bottom centre.", "- bar @ bottom centre"],
  ["It turns off when a ring is at the upper centre.", "- ring @ upper centre"],
  ["A hollow at the middle left, ink at the middle right.", "- patch @ middle left, + patch @ middle right"],
  ["It looks for a hook opening to the left in the lower right corner.", "+ reversed C @ lower right"],
  ["Ink in the top right corner is bad.", "- patch @ top right"],
  ["A vertical bar at the middle right helps.", "+ post @ middle right"],
  ["A horizontal line at the top centre hurts.", "- bar @ top centre"],
  ["The absence of a vertical stroke in the centre excites it.", "- post @ centre"],
  ["It rewards a long falling diagonal in the centre.", "+ long backslash @ centre"],
  ["It penalises a short rising line at the bottom left.", "- short slash @ bottom left"],
  [
    "A semicircle, open at the bottom, at the upper centre; a dot below it at the lower centre.",
    "+ arch @ upper centre, + dot @ lower centre",
  ],
  ["Either a post at the middle left or a post at the middle right.", "+ post @ middle left, + post @ middle right"],
  ["Neither a post at the middle left nor a post at the middle right.", "- post @ middle left, - post @ middle right"],
  ["A horizontal stroke at the top centre and at the bottom centre.", "+ bar @ top centre, + bar @ bottom centre"],
  ["A horizontal or a vertical stroke in the centre.", "+ bar @ centre, + post @ centre"],
  ["Its activity rises with a ring at the centre.", "+ ring @ centre"],
  ["Its activity falls with a ring at the centre.", "- ring @ centre"],
  ["The value goes up by 4 for a bar at the top left.", "+ bar @ top left"],
  ["The value goes down by 4 for a bar at the top left.", "- bar @ top left"],
  ["A U-shaped curve at the bottom centre.", "+ cup @ bottom centre"],
  ["An upside-down U at the upper centre.", "+ arch @ upper centre"],
  ["A left-opening arc at the lower right, very strongly.", "+ reversed C @ lower right"],
  ["A C-shaped arc at the lower left.", "+ C @ lower left"],
];

Deno.test("readDescription() reads what people write by hand", () => {
  for (const [text, phrases] of byHand) assertEquals(read(text), phrases, text);
});
