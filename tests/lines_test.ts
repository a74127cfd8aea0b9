import { assertEquals } from "@std/assert";
import { connectionLines, readConnections } from "../lib/prompts/connection_lines.ts";
import { deadNeuron, featureLines, readFeatures } from "../lib/prompts/layer_prompt.ts";
import { layerLines, outputLines, readLayers, readOutputs } from "../lib/prompts/network_prompt.ts";
import { readStatistics, statisticsLines } from "../lib/prompts/neuron_prompt.ts";
import { calibrationLines, readScale } from "../lib/prompts/portraits.ts";

Deno.test("statisticsLines() writes the blog post's lines of its example neuron, letter for letter", () => {
  const figures = [
    [16.760561412142724, 5.126875526036485],
    [0.6375665275972019, 1.054784035971524],
    [1.4199343871325254, 2.9929772723077956],
    [1.9105483966589976, 3.2013420620190147],
    [19.85618057470212, 5.544845653758414],
    [9.586604956083182, 5.6778547974574884],
    [10.000887012240863, 3.1338584110363263],
    [14.530015394239143, 5.218367585080105],
    [8.26626239335608, 5.2008824643134455],
    [18.319867913045137, 5.739438847200249],
  ];
  assertEquals(
    statisticsLines(figures.map(([mean, std], digit) => ({ label: String(digit), mean, std }))),
    `Avg label 0: 16.760561412142724, std: 5.126875526036485
Avg label 1: 0.6375665275972019, std: 1.054784035971524
Avg label 2: 1.4199343871325254, std: 2.9929772723077956
Avg label 3: 1.9105483966589976, std: 3.2013420620190147
Avg label 4: 19.85618057470212, std: 5.544845653758414
Avg label 5: 9.586604956083182, std: 5.6778547974574884
Avg label 6: 10.000887012240863, std: 3.1338584110363263
Avg label 7: 14.530015394239143, std: 5.218367585080105
Avg label 8: 8.26626239335608, std: 5.2008824643134455
Avg label 9: 18.319867913045137, std: 5.739438847200249`,
  );
});

Deno.test("statisticsLines() calls classes by their names, and a class without activation by zeros", () => {
  assertEquals(statisticsLines([{ label: "ankle boot", mean: 0, std: 0 }]), "Avg label ankle boot: 0, std: 0");
});

Deno.test("connectionLines() writes the connections as signed weights, in the order given", () => {
  assertEquals(
    connectionLines([{ from: 4, weight: -0.6960952877998352 }, { from: 10, weight: 0.5 }]),
    "Activation 4, weight: -0.6960952877998352\nActivation 10, weight: 0.5",
  );
  assertEquals(connectionLines([]), "");
});

Deno.test("connectionLines() writes the float32 weights of a network as the blog post does", () => {
  const [weight] = Float32Array.of(0.6317987442016602);
  assertEquals(connectionLines([{ from: 2, weight }]), "Activation 2, weight: 0.6317987442016602");
});

Deno.test("outputLines() writes each output with its connections, and its bias where one is given", () => {
  const connections = [{ from: 1, weight: 0.5 }, { from: 0, weight: -0.25 }];
  assertEquals(
    outputLines([{ label: "0", connections }, { label: "1", connections: [], bias: 0 }, {
      label: "2",
      connections,
      bias: -0.75,
    }]),
    `For output 0:
Activation 1, weight: 0.5
Activation 0, weight: -0.25
For output 1:
Bias: 0
For output 2:
Activation 1, weight: 0.5
Activation 0, weight: -0.25
Bias: -0.75`,
  );
});

Deno.test("featureLines() writes each neuron's explanation, a blank line apart, and labels dead ones", () => {
  assertEquals(deadNeuron, "Dead neuron");
  assertEquals(
    featureLines([{ neuron: 0 }, { neuron: 1, text: "A loop.\n\nAt the top." }, { neuron: 2, text: deadNeuron }]),
    "Feature 0:\nDead neuron\n\nFeature 1:\nA loop.\n\nAt the top.\n\nFeature 2:\nDead neuron",
  );
});

Deno.test("layerLines() writes each layer's summary", () => {
  assertEquals(layerLines(["Loops.", "Digits."]), "Layer 0:\nLoops.\nLayer 1:\nDigits.");
});

Deno.test("calibrationLines() writes the picture's scale, the value that it reaches and the penalty", () => {
  assertEquals(
    calibrationLines({ white: 0.5, preActivation: 13.25, regularisation: 1 }),
    `Image scale: white 0.5, mid-grey 0, black -0.5 (digits have 1 for full ink and -1 for no ink)
Image activation before relu: 13.25
Image penalty: 1 times the sum of squared inputs`,
  );
});

Deno.test("each reader reads back what is written, out of a text with other lines around it", () => {
  const around = (lines: string) => `Some figures:\n${lines}\n\nWhat do they mean?`;
  const classes = [{ label: "ankle boot", mean: 1.5e-7, std: 0 }, { label: "4", mean: -2, std: 0.25 }];
  assertEquals(readStatistics(around(statisticsLines(classes))), classes);
  const connections = [{ from: 12, weight: -0.5 }, { from: 0, weight: 3 }];
  assertEquals(readConnections(around(connectionLines(connections))), connections);
  const outputs = [{ label: "0", connections, bias: -0.75 }, { label: "coat", connections: [], bias: undefined }];
  assertEquals(readOutputs(around(outputLines(outputs))), outputs);
  const scale = { white: 0.5, preActivation: 13.25, regularisation: 1 };
  for (const pictures of ["image", "text"] as const) {
    assertEquals(readScale(around(calibrationLines(scale, pictures))), scale);
  }
  assertEquals(readLayers(`${layerLines(["Loops.", "Digits."])}\nFor output 0:`), [
    { layer: 0, text: "Loops." },
    { layer: 1, text: "Digits.\n" },
  ]);
  assertEquals(readFeatures(featureLines([{ neuron: 3, text: "A loop." }, { neuron: 7 }])), [
    { neuron: 3, text: "A loop.", dead: false },
    { neuron: 7, text: "Dead neuron", dead: true },
  ]);
});

Deno.test("no reader takes a number that no network can hold", () => {
  assertEquals(readStatistics("Avg label 0: 1e99, std: 0"), []);
  assertEquals(readConnections("Activation 1, weight: 1e39\nActivation 99999999999999999999, weight: 1"), []);
});
