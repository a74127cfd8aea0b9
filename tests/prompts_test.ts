import { assert, assertEquals, assertThrows } from "@std/assert";
import { backgroundTemplate, backgroundText } from "../lib/prompts/background_prompt.ts";
import { connectionLines } from "../lib/prompts/connection_lines.ts";
import { contextMessages } from "../lib/prompts/context.ts";
import { defaultTemplates } from "../lib/prompts/defaults.ts";
import { fillTemplate, fillText, joinLines, type PromptValues, userMessage } from "../lib/prompts/fill.ts";
import { deadNeuron, featureLines, layerTemplate } from "../lib/prompts/layer_prompt.ts";
import { layerLines, networkTemplate, outputLines } from "../lib/prompts/network_prompt.ts";
import { neuronTemplate, statisticsLines } from "../lib/prompts/neuron_prompt.ts";
import { calibrationLines } from "../lib/prompts/portraits.ts";

// The texts below are the blog post's own prompts, with the figures of its example network.
const background = `The neural network we are evaluating has the following properties:
It is an MLP neural network with 1 hidden layers and width 6.
It is trained on the MNIST dataset and uses relu activations.
The train accuracy of the final model is 0.61175, the train loss is 1.1200610458977949. The test accuracy of the final model is 0.6305, the test loss is 1.0969773648650782.`;

const activationPrompt = `Your task is to evaluate what the following activation does.
This activation is at depth 0, with the first layer outputs being labelled as depth 0.

The following are the average and standard deviations of the activations for each output class:
Avg label 0: 16.760561412142724, std: 5.126875526036485
Avg label 1: 0.6375665275972019, std: 1.054784035971524
Avg label 2: 1.4199343871325254, std: 2.9929772723077956
Avg label 3: 1.9105483966589976, std: 3.2013420620190147
Avg label 4: 19.85618057470212, std: 5.544845653758414
Avg label 5: 9.586604956083182, std: 5.6778547974574884
Avg label 6: 10.000887012240863, std: 3.1338584110363263
Avg label 7: 14.530015394239143, std: 5.218367585080105
Avg label 8: 8.26626239335608, std: 5.2008824643134455
Avg label 9: 18.319867913045137, std: 5.739438847200249

The following image is an input specifically designed to maximise the output of the neuron.`;

const taskPrompt =
  `Please give an interpretation of what you think this feature means, and use reasoning based on the data and the image given.
The interpretation must be precise enough to be able to accurately reconstruct which images would trigger this neuron, e.g., 'This neuron activates for the 90 degrees of curve from 0 to 90 degrees.'`;

const layerPrompt = `The following is the summary of each activation that you gave:
Feature 0:
Dead neuron

Feature 1:
Dead neuron

Feature 2:
It seems to like 4 and 9.

Feature 3:
Dead neuron

Feature 4:
It seems to like 7.

Feature 5:
Dead neuron

Now please give a summary of the most important features in the layer, feature by feature, and include all the details critical to predicting its activation. Feel free to ignore unimportant neurons such as dead neurons, and please include connections to previous layers in later layers.
Example:
Feature 1: Captures the horizontal top of digits, activating for digits such as 5 and 7 but not for the digit 4.
Feature 2: Captures the circular nature of digits such as 0, made by positive weights from features 4 (left curve on right side of image) and 6 (right curve on left side of image) from the previous layer. It also has negative interference from features 3 and 7 (left curve on left side of image and right curve on right side of the image).
Feature 4: Captures the absence of a center, made by a negative weight to feature 1 from layer 0 (presence of a center), which is amplified by other features such as a negative weight to feature 3, which captures the presence of a solid line down the middle.`;

const networkPrompt = `You have summarized the functionality of each layer of the neural network.
Here they are:
Layer 0:
Two features matter.
Layer 1:
They are weighed up.

The most important connections for the final layer are:
For output 0:
Activation 4, weight: -0.6960952877998352
Activation 2, weight: 0.6317987442016602
Activation 0, weight: -0.39977529644966125
Activation 1, weight: -0.2734476923942566
Activation 5, weight: 0.26809853315353394
Activation 3, weight: -0.11677006632089615
For output 1:
Activation 2, weight: -1.276571273803711
Activation 4, weight: 0.8016878962516785
Activation 1, weight: -0.3857203423976898
Activation 5, weight: 0.10839473456144333
Activation 0, weight: -0.03390675038099289
Activation 3, weight: -0.029084959998726845
For output 2:
Activation 1, weight: -0.3801165223121643
Activation 3, weight: 0.3356472849845886
Activation 2, weight: -0.20018230378627777
Activation 5, weight: 0.1808502972126007
Activation 0, weight: 0.05247001722455025
Activation 4, weight: -0.050515320152044296

Concisely and precisely summarize how the network as a whole works, including specific influences of previous layers on later ones. Make sure to specify how each possible final output is decided upon from the penultimate layer.
Example for an XOR network with 1 layer of 4 neurons:
Summary: Feature 1 and 2 activate when the first and second inputs are active respectively, while Feature 0 doesn't contribute and Feature 3 increases with the total number of 1s. The final output is formed by activating the output if either feature 1 or 2 is active, and suppressing it if feature 3 is active.`;

const picture = { picture: "data:image/png;base64,AAAA" };
const image = { type: "image_url" as const, image_url: { url: picture.picture } };
const text = (text: string) => ({ type: "text" as const, text });

const means = [
  16.760561412142724,
  0.6375665275972019,
  1.4199343871325254,
  1.9105483966589976,
  19.85618057470212,
  9.586604956083182,
  10.000887012240863,
  14.530015394239143,
  8.26626239335608,
  18.319867913045137,
];
const deviations = [
  5.126875526036485,
  1.054784035971524,
  2.9929772723077956,
  3.2013420620190147,
  5.544845653758414,
  5.6778547974574884,
  3.1338584110363263,
  5.218367585080105,
  5.2008824643134455,
  5.739438847200249,
];

/** What fills the template for a neuron of the first layer, without calibration. */
const firstLayer: PromptValues = {
  depth: 0,
  statistics: statisticsLines(means.map((mean, digit) => ({ label: String(digit), mean, std: deviations[digit] }))),
  picture,
  calibration: "",
  evidence: "",
  previousLayer: "",
  connections: "",
};

const connectionsOf = (weights: Record<string, number>, order: number[]) =>
  order.map((from) => ({ from, weight: weights[from] }));

Deno.test("backgroundTemplate, filled, is the blog post's background prompt letter for letter", () => {
  const values = {
    depth: 1,
    width: 6,
    dataset: "MNIST",
    trainAccuracy: 0.61175,
    trainLoss: 1.1200610458977949,
    testAccuracy: 0.6305,
    testLoss: 1.0969773648650782,
  };
  assertEquals(backgroundText(values, backgroundTemplate), background);
});

Deno.test("neuronTemplate, filled, is the blog post's activation prompt letter for letter, the picture at its place", () => {
  assertEquals(fillTemplate(neuronTemplate, firstLayer), [text(activationPrompt), image, text(`\n${taskPrompt}`)]);
});

Deno.test("layerTemplate, filled, is the blog post's layer prompt letter for letter", () => {
  const texts = [deadNeuron, undefined, "It seems to like 4 and 9.", deadNeuron, "It seems to like 7.", undefined];
  const features = featureLines(texts.map((text, neuron) => ({ neuron, text })));
  assertEquals(fillText(layerTemplate, { features }), layerPrompt);
});

Deno.test("networkTemplate, filled, is the blog post's summary prompt letter for letter", () => {
  const outputs = [
    connectionsOf({
      0: -0.39977529644966125,
      1: -0.2734476923942566,
      2: 0.6317987442016602,
      3: -0.11677006632089615,
      4: -0.6960952877998352,
      5: 0.26809853315353394,
    }, [4, 2, 0, 1, 5, 3]),
    connectionsOf({
      0: -0.03390675038099289,
      1: -0.3857203423976898,
      2: -1.276571273803711,
      3: -0.029084959998726845,
      4: 0.8016878962516785,
      5: 0.10839473456144333,
    }, [2, 4, 1, 5, 0, 3]),
    connectionsOf({
      0: 0.05247001722455025,
      1: -0.3801165223121643,
      2: -0.20018230378627777,
      3: 0.3356472849845886,
      4: -0.050515320152044296,
      5: 0.1808502972126007,
    }, [1, 3, 2, 5, 0, 4]),
  ];
  const connections = outputLines(outputs.map((connections, digit) => ({ label: String(digit), connections })));
  const layers = layerLines(["Two features matter.", "They are weighed up."]);
  assertEquals(fillText(networkTemplate, { layers, connections }), networkPrompt);
});

Deno.test("neuronTemplate puts the calibration after the picture, in the same paragraph", () => {
  const calibration = calibrationLines({ white: 0.5, preActivation: 13.25, regularisation: 1 });
  assertEquals(fillTemplate(neuronTemplate, { ...firstLayer, calibration }), [
    text(activationPrompt),
    image,
    text(
      `Image scale: white 0.5, mid-grey 0, black -0.5 (digits have 1 for full ink and -1 for no ink)
Image activation before relu: 13.25
Image penalty: 1 times the sum of squared inputs

${taskPrompt}`,
    ),
  ]);
});

Deno.test("neuronTemplate tells of the previous layer in later layers, between the picture and the task", () => {
  const values = {
    ...firstLayer,
    depth: 1,
    previousLayer: "Feature 2: loops.",
    connections: connectionLines([{ from: 2, weight: -0.5 }, { from: 4, weight: 0.25 }]),
  };
  const [before, between, after, ...more] = fillTemplate(neuronTemplate, values);
  assertEquals([before, between, more], [text(activationPrompt.replace("at depth 0,", "at depth 1,")), image, []]);
  assertEquals(
    after,
    text(`
The following is the summary of the previous layer:
Feature 2: loops.

The most important connections to the previous layer are:
Activation 2, weight: -0.5
Activation 4, weight: 0.25

${taskPrompt}`),
  );
});

Deno.test("a prompt about the network has the background at the head of the user's message, after the system's sentence", () => {
  const templates = { ...defaultTemplates, system: "Look\n  closely." };
  assertEquals(contextMessages({ background, templates }, neuronTemplate, firstLayer), [
    { role: "system", content: "Look closely." },
    {
      role: "user",
      content: [text(`${background}\n\n${activationPrompt}`), image, text(`\n${taskPrompt}`)],
    },
  ]);
});

Deno.test("a prompt without a system's sentence is the user's message alone", () => {
  const templates = { ...defaultTemplates, system: "" };
  const messages = contextMessages({ background: "Who.", templates }, "What of {thing}?", { thing: "it" });
  assertEquals(messages, [{ role: "user", content: "Who.\n\nWhat of it?" }]);
});

Deno.test("userMessage() sends plain text where there is no picture, with nothing at its head unless given", () => {
  assertEquals(userMessage("What of {thing}?", { thing: "it" }), { role: "user", content: "What of it?" });
});

Deno.test("every default template has lines that fit a screen, and the model is sent each paragraph's line as one", () => {
  for (const [name, template] of Object.entries(defaultTemplates)) {
    for (const line of template.split("\n")) assert(line.length <= 100, `${name}: ${line}`);
    assert(!/\n[ \t]/.test(joinLines(template)), name);
  }
});

Deno.test("joinLines() joins a line that begins with a space to the one above, and keeps all others", () => {
  assertEquals(joinLines("One,\n  two  \n\tand three.\nFour.\n\nFive."), "One, two and three.\nFour.\n\nFive.");
  assertEquals(joinLines("One.\r\n  Two."), "One. Two.");
  assertEquals(
    joinLines("A blank line stays:\n\n  and what is below it begins anew."),
    "A blank line stays:\n\n  and what is below it begins anew.",
  );
});

Deno.test("fillTemplate() leaves out paragraphs whose placeholders are all empty, wherever they stand", () => {
  const template = "First {a}:\n{b}\n\nSecond.\n\nThird {b}\n{c}";
  const fill = (a: string, b: string, c: string) => fillText(template, { a, b, c });
  assertEquals(fill("1", "2", "3"), "First 1:\n2\n\nSecond.\n\nThird 2\n3");
  assertEquals(fill("", "", "3"), "Second.\n\n3");
  assertEquals(fill("", "", ""), "Second.");
});

Deno.test("fillTemplate() leaves out a line whose placeholders are all empty, and keeps the rest of its paragraph", () => {
  const template = "Seen:\n{a} and {b}\n{c}\nEnd.";
  assertEquals(fillText(template, { a: "", b: "", c: "3" }), "Seen:\n3\nEnd.");
  assertEquals(fillText(template, { a: "", b: "2", c: "" }), "Seen:\n and 2\nEnd.");
});

Deno.test("fillTemplate() does not take zero for empty", () => {
  assertEquals(fillText("Depth {depth}", { depth: 0 }), "Depth 0");
});

Deno.test("fillTemplate() keeps values as they are: placeholders, blank lines and dollar signs in them stay", () => {
  const values = { a: "{b} and {nothing}", b: "$& $1\n\n\nend" };
  assertEquals(fillText("{a}, {b}, {a}", values), "{b} and {nothing}, $& $1\n\n\nend, {b} and {nothing}");
});

Deno.test("fillTemplate() leaves braces alone that hold no single word", () => {
  const template = 'As JSON: {"digit": 7}, {} or { a }; {a}';
  assertEquals(fillText(template, { a: "done" }), 'As JSON: {"digit": 7}, {} or { a }; done');
});

Deno.test("fillTemplate() puts pictures at their places: first, last, inside a line and side by side", () => {
  const fill = (template: string) => fillTemplate(template, { picture, a: "A" });
  assertEquals(fill("{picture}\nwhat?"), [image, text("what?")]);
  assertEquals(fill("Look:\n{picture}"), [text("Look:"), image]);
  assertEquals(fill("before {picture} after {a}"), [text("before "), image, text(" after A")]);
  assertEquals(fill("{picture}{picture}\n{picture}"), [image, image, image]);
  assertEquals(fill("{picture}"), [image]);
  assertEquals(fill("{a}\n\n{picture}\n\n{a}"), [text("A\n"), image, text("\nA")]);
});

Deno.test("fillTemplate() refuses a placeholder that has no value and names those that have one", () => {
  const { message } = assertThrows(() => fillTemplate("{depth} {colour}", { depth: 1, width: 6 }), Error);
  assertEquals(
    message,
    "Cannot fill the template: nothing stands for {colour}. Use one of {depth}, {width}.",
  );
  // What every object inherits is no value.
  assertThrows(() => fillTemplate("{constructor}", { depth: 1 }), Error, "nothing stands for {constructor}");
});

Deno.test("fillText() refuses a picture", () => {
  assertThrows(
    () => fillText("{picture}", { picture }),
    Error,
    "Cannot fill the template as text: it holds a picture.",
  );
});
