import { assertEquals } from "@std/assert";
import { makeQuestions, predictionMessages, testPicture } from "../lib/scores/prediction/questions.ts";
import { halfWrongSentence, predictionWording } from "../lib/prompts/reading.ts";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { decodeGrey } from "../lib/pictures/image.ts";

// two pictures of 2 × 1 pixels
const images = { pixels: Float32Array.of(-1, -1, -1, 1), labels: Uint8Array.of(0, 1), count: 2, height: 1, width: 2 };
const summaries = { layers: ["Feature 0: curves.", "Feature 0: loops."], network: "Summary: loops make an 8." };

/** A prompt as one text, the picture as [picture]. */
function textOf(messages: ReturnType<typeof predictionMessages>): string {
  const { content } = messages[1];
  if (typeof content === "string") return content;
  return content.map((part) => part.type === "text" ? part.text : "[picture]").join("\n");
}

Deno.test("testPicture() draws no ink black and full ink white, each pixel 8 × 8", () => {
  const { width, height, pixels } = decodeGrey(testPicture(images, 1).png);
  assertEquals([width, height], [16, 8]);
  assertEquals(Array.from(pixels.subarray(0, 16)), [...Array(8).fill(0), ...Array(8).fill(255)]);
});

Deno.test("predictionMessages() gives background, layers, network and picture in this order, the PNG at its place", () => {
  const picture = testPicture(images, 1);
  const wording = "Read:\n{layers}\n\nAll:\n{network}\n\n{halfWrong}\n\nSee:\n{picture}\n\nWhich?";
  assertEquals(predictionMessages("The background.", summaries, { picture, wording }), [
    { role: "system", content: "The background." },
    {
      role: "user",
      content: [
        {
          type: "text",
          text: "Read:\nLayer 0:\nFeature 0: curves.\nLayer 1:\nFeature 0: loops.\n\nAll:\nSummary: loops make an 8." +
            "\n\nSee:",
        },
        { type: "image_url", image_url: { url: toDataUrl(picture) } },
        { type: "text", text: "\nWhich?" },
      ],
    },
  ]);
});

Deno.test("predictionMessages() says that half are wrong only when told to", () => {
  const picture = testPicture(images, 0);
  const [plain, told] = [false, true].map((halfWrong) =>
    textOf(predictionMessages("b", summaries, { picture, halfWrong }))
  );
  assertEquals(plain.includes(halfWrongSentence), false);
  assertEquals(told.replace(`${halfWrongSentence}\n\n`, ""), plain);
});

Deno.test("predictionMessages() without summaries leaves out all that would introduce them", () => {
  const picture = testPicture(images, 0);
  const text = textOf(predictionMessages("b", { layers: [], network: "" }, { picture }));
  assertEquals(
    text.split("\n")[0],
    predictionWording.split("\n\n").find((part) => part.includes("{picture}"))!.split("\n")[0],
  );
});

Deno.test("makeQuestions() asks about each picture", () => {
  const chosen = [{ index: 1, truth: 1, answer: 0 }, { index: 0, truth: 0, answer: 0 }];
  const wording = "See {picture} and {halfWrong}.";
  const questions = makeQuestions(chosen, summaries, { background: "b", pictures: images, wording, halfWrong: true });
  assertEquals(questions.map(({ image }) => image), chosen);
  const options = { picture: testPicture(images, 1), wording, halfWrong: true };
  assertEquals(questions[0].messages, predictionMessages("b", summaries, options));
});
