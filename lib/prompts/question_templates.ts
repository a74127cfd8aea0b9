// The default templates of the questions to readers of one explanation; a new score adds its own here.

/** The texts of the questions to readers, by the scores that ask them. */
export type QuestionTemplates = Record<keyof typeof questionTemplates, string>;

const about = `Someone has studied a hidden neuron of a network that reads pictures, and explains it:
<explanation>
{explanation}
</explanation>

Here are {count} pictures that the network was shown (black is no ink, -1; white is full ink, 1):
{pictures}`;

/** Numbered pictures stand at {pictures}, the classes at {classes}, pairs of pictures at {pairs}. */
export const questionTemplates = {
  /** Pictures, each to be given the neuron's activation from 0 to 10. */
  simulation: `${about}

How active is this neuron on each of them? Go by the explanation alone:
  0 means that the neuron is silent, 10 that it is as active as it ever gets.
  Answer with a whole number from 0 to 10 for each picture, in their order, a line each,
  as in "Picture 1: 4", and with nothing else.`,

  /** Pictures, each to be told as exciting or not. */
  detection: `${about}

Some of them excite this neuron strongly, others hardly or not at all,
  and the class of a picture does not give it away.
  Which ones excite it? Go by the explanation alone.
  Answer with yes or no for each picture, in their order, a line each,
  as in "Picture 1: no", and with nothing else.`,

  /** The classes, each to be given how much the network needs the neuron for it. */
  claim: `Someone has studied a hidden neuron of a network that tells classes apart, and explains it:
<explanation>
{explanation}
</explanation>

These are the classes:
{classes}

How much does the network need this neuron to recognise each of them? Go by the explanation alone:
  0 means that the class would lose nothing without the neuron, 10 that it would lose most.
  Answer with a whole number from 0 to 10 for each class, in their order, a line each,
  as in "Class 1: 4", and with nothing else.`,

  /** Pairs of pictures of one class; the first or the second excites the neuron more. */
  choice: `Someone has studied a hidden neuron of a network that reads pictures, and explains it:
<explanation>
{explanation}
</explanation>

Here are {count} pairs of pictures that the network was shown
  (black is no ink, -1; white is full ink, 1):
{pairs}

The two pictures of a pair are of one class,
  and one of them excites this neuron much more than the other.
  Which one, the first or the second? Go by the explanation alone.
  Answer with first or second for each pair, in their order, a line each,
  as in "Pair 1: second", and with nothing else.`,
};
