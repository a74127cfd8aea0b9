// JupyterLab in Chromium: its interrupt button ends what runs, keeps what is done, and says so.

import { assert, assertEquals } from "@std/assert";
import { chromiumPath } from "../browser.ts";
import { complete } from "../chat_server.ts";
import { lib, python, withPlace, withProject } from "./jupyter.ts";
import { type Lab, withLab } from "./lab.ts";

const ignore = python === undefined || chromiumPath === undefined;

/**
 * Presses the button, and waits until the kernel is idle: what listens ends within a second, what does not within three.
 * Twice as long is allowed, for busy machines.
 */
async function interrupt(what: string, { command, isIdle, waitUntil }: Lab, { seconds = 1 } = {}): Promise<void> {
  await command("notebook:interrupt-kernel");
  const took = await waitUntil(isIdle);
  console.log(`${what}: idle ${Math.round(took)} ms after the interrupt`);
  assert(took < 2000 * seconds, `it took ${took} ms`);
}

Deno.test({
  name: "JupyterLab: an interrupt ends training-like and endless loops, keeps variables, and queued cells do not run",
  ignore,
  fn: async () => {
    const ours =
      `import { interruptSignal } from "${lib}interrupt.ts"; const kept = 7; const signal = interruptSignal(); console.log("begun");
      while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5)); console.log("kept epoch 2");`;
    const endless =
      "const kept = 7; console.log('begun'); await new Promise((shown) => setTimeout(shown, 500)); while (true) {}";
    const notebooks = { ours: [ours, "'queued'", "kept"], endless: [endless, "'queued'", "kept"] };
    await withPlace(notebooks, (place) =>
      withLab(place, async (open) => {
        for (const name of ["ours", "endless"]) {
          await open(name, async (lab) => {
            const { command, readOutputs, runCell, waitUntil } = lab;
            await command("notebook:run-all-cells");
            await waitUntil(async () => (await readOutputs())[0].includes("begun"));
            await interrupt(name, lab, { seconds: name === "ours" ? 1 : 3 });
            const said = name === "ours" ? /kept epoch 2/ : /Stopped by hand/;
            // The page draws a little later.
            await waitUntil(async () => said.test((await readOutputs())[0]));
            assertEquals((await readOutputs()).slice(1), ["", ""]);
            await runCell(2);
            await waitUntil(async () => (await readOutputs())[2] === "7");
          });
        }
      }));
  },
});

Deno.test({
  name: "JupyterLab: the training of notebook 01 is interrupted, says what is kept, and nothing after it runs",
  ignore,
  fn: async () => {
    await withProject((place) =>
      withLab(place, async (open) => {
        await open("notebooks/01_train", async (lab) => {
          const { command, edit, readTexts, waitUntil } = lab;
          await edit(
            0,
            (source) => source.replace('run = "blog"', 'run = "mine"').replace("epochs = 5", "epochs = 999"),
          );
          await command("notebook:clear-all-cell-outputs");
          await command("notebook:run-all-cells");
          const findTraining = async () => (await readTexts()).findIndex((output) => output.includes("Training  "));
          await waitUntil(async () => /epoch [2-9]/.test((await readTexts())[await findTraining()] ?? ""), 180);
          await interrupt("training", lab);
          const training = await findTraining();
          await waitUntil(async () =>
            /Stopped by hand in epoch \d+; kept epoch \d+\./.test((await readTexts())[training])
          );
          assertEquals((await readTexts()).slice(training + 1).join(""), "");
        });
      })
    );
  },
});

Deno.test({
  name:
    "JupyterLab: notebook 04 is interrupted while a model is slow: its requests end, and what it has answered is kept",
  ignore,
  fn: async () => {
    const slow = startSlowModel(3);
    const settings = { OPENAI_BASE_URL: slow.url, OPENAI_API_KEY: "none", OPENAI_MODEL: "slow" };
    await withProject((place) =>
      withLab({ ...place, environment: { ...place.environment, ...settings } }, async (open) => {
        await open("notebooks/04_explain_neurons", async (lab) => {
          const { command, readTexts, runCell, waitUntil } = lab;
          await command("notebook:clear-all-cell-outputs");
          await command("notebook:run-all-cells");
          const findBar = async () => (await readTexts()).findIndex((output) => output.includes("Explaining  "));
          await waitUntil(async () => await findBar() >= 0 && slow.asked > 3, 120);
          await interrupt("04, waiting for a model", lab);
          const bar = await findBar();
          await waitUntil(async () =>
            /Stopped by hand: \d of 5 answers had come and are kept/.test((await readTexts())[bar])
          );
          assertEquals((await readTexts()).slice(bar + 1).join(""), "");
          const asked = slow.asked;
          await waitUntil(() => Promise.resolve(slow.gone === asked - 3), 5);
          await runCell(bar);
          await waitUntil(() => Promise.resolve(slow.asked > asked));
          await interrupt("04, once more", lab);
          assertEquals(slow.asked - asked, asked - 3, "what was answered is not asked again");
        });
      })
    );
    slow.close();
  },
});

/**
 * A model that answers so many requests and lets the others wait. It counts clients that hang up, which a server made by
 * Deno.serve() may notice only when it answers.
 */
function startSlowModel(answers: number) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const model = {
    url: `http://127.0.0.1:${listener.addr.port}/v1`,
    asked: 0,
    gone: 0,
    close: () => listener.close(),
  };
  const serve = async (connection: Deno.Conn) => {
    using _ = connection;
    let text = "";
    const buffer = new Uint8Array(65536);
    const read = async () => {
      const count = await connection.read(buffer);
      text += new TextDecoder("latin1").decode(buffer.subarray(0, count ?? 0));
      return count !== null;
    };
    const isWhole = () => {
      const end = text.indexOf("\r\n\r\n");
      return end >= 0 && text.length >= end + 4 + Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? 0);
    };
    while (!isWhole()) if (!await read()) return;
    const answer = (status: string, body: string) =>
      connection.write(
        new TextEncoder().encode(
          `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        ),
      );
    if (text.startsWith("GET ")) await answer("404 Not Found", "");
    else if (++model.asked <= answers) {
      await answer("200 OK", await complete(`Reply ${model.asked}.`, { usage }).text());
    } else {
      while (await read());
      model.gone++;
    }
  };
  (async () => {
    for await (const connection of listener) serve(connection).catch(() => model.gone++);
  })();
  return model;
}

/** Enough for a prompt of the notebook, so that nobody takes it for a cut one. */
const usage = { prompt_tokens: 900, completion_tokens: 3, total_tokens: 903 };
