// What a reader of the summaries is asked: to predict the network's answer to a digit, and then to name it alone.

/** One digit, to be worked out from the summaries; the picture stands at its place. */
export const predictionWording = `Here is what is known of how the network works.
{layers}

The network as a whole:
{network}

{halfWrong}

The network is shown this digit (black is no ink, -1; white is full ink, 1):
{picture}

Which digit does the network answer? The question is what this network makes of the picture, right or wrong, \
and not what the picture shows. Go step by step: \
estimate from the summaries how strongly each feature is activated by this picture, \
then what each output gets from the features, and name the digit whose output is the largest.`;

/** Goes into {halfWrong} where the reader is to know how the pictures were chosen. */
export const halfWrongSentence =
  "Bear in mind that the pictures were chosen so that the network is wrong on every second one.";

/** Turns a reply into a digit; the reply stands between two lines of its own, as it is. */
export const digitWording = `Someone was asked which digit a network answers, and replied:
<reply>
{prediction}
</reply>

Which one digit from 0 to 9 does this reply settle on? Answer with that digit and nothing else, \
or with "none" if it settles on no digit or on several.`;
