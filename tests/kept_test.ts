// kept.ts: a notebook runs again when something that it is made from has changed, and only then.

import { assertEquals } from "@std/assert";
import { type KeeperOptions, openKeeper } from "../lib/walkthrough/kept.ts";
import type { Notebook } from "../lib/walkthrough/notebook.ts";

const names = ["01_first.ipynb", "02_second.ipynb"];

function notebook(source: string): Notebook {
  return { cells: [{ id: "a", type: "code", source, metadata: {} }] };
}

/** A project with two notebooks, of which the second reads what the first writes; both have run. */
async function withRun(
  work: (tools: {
    root: string;
    put: (file: string, text: string) => Promise<void>;
    reasons: (changes?: Partial<KeeperOptions>, sources?: string[]) => Promise<(string | undefined)[]>;
    run: (place: number, writes: Record<string, string>) => Promise<void>;
  }) => Promise<void>,
) {
  const root = await Deno.makeTempDir();
  const put = async (file: string, text: string) => {
    const path = `${root}/${file}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
    // Times count in milliseconds, and these writes are quicker than that.
    await Deno.utime(path, new Date(), new Date(Date.now() + ++clock));
  };
  let clock = 0;
  const options = { root, folder: `${root}/outputs/blog`, names, environment: {} };
  const run = async (place: number, writes: Record<string, string>) => {
    const remember = await (await openKeeper(options)).watch(names[place], notebook(`cell ${place}`));
    for (const [file, text] of Object.entries(writes)) await put(`outputs/blog/${file}`, text);
    await put(`outputs/blog/notebooks/${names[place]}`, "the executed copy");
    await remember(0);
  };
  const reasons = async (changes: Partial<KeeperOptions> = {}, sources = ["cell 0", "cell 1"]) => {
    const keeper = await openKeeper({ ...options, ...changes });
    return await Promise.all(names.map((name, i) => keeper.reasonToRun(name, notebook(sources[i]))));
  };
  try {
    for (const file of ["deno.json", "deno.lock", "lib/a.ts"]) await put(file, "first");
    await run(0, { "weights.bin": "w", "training.json": "t" });
    await run(1, { "stats.json": "s", "chat/reply.json": "r" });
    await work({ root, put, reasons, run });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("a finished run has no reason to run again", async () => {
  await withRun(async ({ reasons }) => assertEquals(await reasons(), [undefined, undefined]));
});

Deno.test("a changed cell runs its notebook, and the later ones only if what they read has changed", async () => {
  await withRun(async ({ reasons, run }) => {
    const changed = "its cells or settings have changed";
    assertEquals(await reasons({}, ["another", "cell 1"]), [changed, undefined]);
    await run(0, { "weights.bin": "w", "training.json": "t" });
    assertEquals(await reasons(), [undefined, undefined], "the same files again");
    await run(0, { "weights.bin": "other weights" });
    assertEquals(await reasons(), [undefined, "weights.bin has changed"]);
  });
});

Deno.test("a notebook runs again where its files or its copy are gone or changed", async () => {
  await withRun(async ({ root, put, reasons }) => {
    await put("outputs/blog/stats.json", "edited");
    assertEquals(await reasons(), [undefined, "stats.json is not as it left it"]);
    await Deno.remove(`${root}/outputs/blog/notebooks/${names[0]}`);
    assertEquals((await reasons())[0], `notebooks/${names[0]} is not as it left it`);
  });
});

Deno.test("what a notebook does not read makes no difference to it", async () => {
  await withRun(async ({ put, reasons }) => {
    await put("outputs/blog/later.json", "of a later notebook");
    await put("outputs/blog/chat/another.json", "another reply");
    assertEquals(await reasons(), [undefined, undefined]);
    await put("outputs/blog/stats.json", "s");
    assertEquals(await reasons(), [undefined, undefined], "the same content at another time");
  });
});

Deno.test("all run again when lib, the packages, a data set or the explainer is another", async () => {
  await withRun(async ({ put, reasons }) => {
    const both = (reason: string) => [reason, reason];
    assertEquals(await reasons({ environment: { OPENAI_API_KEY: "sk-a" } }), both("another explainer answers"));
    assertEquals(await reasons({ environment: { OPENAI_API_KEY: "" } }), [undefined, undefined]);
    assertEquals(await reasons({ fresh: true }), both(""));
    await put("data/own/train-images-idx3-ubyte", "pixels");
    assertEquals(await reasons(), both("lib/, data/, the packages or Deno have changed"));
  });
});

Deno.test("a data set's content decides, whatever its times say, and behind a link too", async () => {
  await withRun(async ({ root, run, reasons }) => {
    const both = Array(2).fill("lib/, data/, the packages or Deno have changed");
    const [set, real] = [`${root}/data/own`, `${root}/elsewhere`];
    await Deno.mkdir(`${root}/data`);
    await Deno.mkdir(real);
    await Deno.writeTextFile(`${real}/train-images-idx3-ubyte`, "pixels one");
    await Deno.symlink(real, set);
    // Links that lead nowhere or back, and a pipe that nobody writes to, are no data.
    await Deno.symlink("nowhere", `${root}/lib/.#a.ts`);
    await Deno.symlink(".", `${real}/back`);
    await new Deno.Command("mkfifo", { args: [`${real}/a-idx1-pipe`] }).output();
    assertEquals(await reasons(), both);
    for (const place of [0, 1]) await run(place, {});
    assertEquals(await reasons(), [undefined, undefined]);

    const { mtime } = await Deno.stat(`${real}/train-images-idx3-ubyte`);
    await Deno.writeTextFile(`${real}/train-images-idx3-ubyte`, "pixels two");
    await Deno.utime(`${real}/train-images-idx3-ubyte`, mtime!, mtime!);
    assertEquals(await reasons(), both, "written over, with its old time");
    await Deno.writeTextFile(`${real}/train-images-idx3-ubyte`, "pixels one");
    assertEquals(await reasons(), [undefined, undefined], "the old content again, at a new time");
    await Deno.writeTextFile(`${root}/other`, "pixels two");
    await Deno.utime(`${root}/other`, mtime!, mtime!);
    await Deno.rename(`${root}/other`, `${real}/train-images-idx3-ubyte`);
    assertEquals(await reasons(), both, "replaced by another file");
  });
});

Deno.test("a notebook runs again where a file that its settings name has changed, wherever that lies", async () => {
  await withRun(async ({ root, put }) => {
    const keeper = await openKeeper({ root, folder: `${root}/outputs/blog`, names, environment: {} });
    const cell = (tag: string, source: string) => ({
      id: tag,
      type: "code" as const,
      source,
      metadata: { tags: [tag] },
    });
    const withPicture = (picture: string): Notebook => ({
      cells: [cell("parameters", 'const picture = "";'), cell("injected-parameters", `const picture = "${picture}";`)],
    });
    for (const [picture, file] of [["my7.png", "notebooks/my7.png"], [`${root}/my8.png`, "my8.png"]]) {
      await put(file, "a seven");
      await (await keeper.watch(names[1], withPicture(picture)))(0);
      assertEquals(await keeper.reasonToRun(names[1], withPicture(picture)), undefined);
      await put(file, "another");
      assertEquals(await keeper.reasonToRun(names[1], withPicture(picture)), `${picture} has changed`);
      await Deno.remove(`${root}/${file}`);
      assertEquals(await keeper.reasonToRun(names[1], withPicture(picture)), `${picture} has changed`);
    }
  });
});

Deno.test("of what lies in data/, only what data sets are read from is looked at, and no whole disk behind a link", async () => {
  await withRun(async ({ root, put, run, reasons }) => {
    await put("data/own/train-images-idx3-ubyte.gz", "pixels");
    await put("elsewhere/a/b/c/d/train-images-idx3-ubyte", "pixels");
    await Deno.symlink(`${root}/elsewhere`, `${root}/data/disk`);
    for (const place of [0, 1]) await run(place, {});
    await put("data/own/film.mp4", "large");
    await put("elsewhere/a/b/c/d/train-images-idx3-ubyte", "others");
    assertEquals(await reasons(), [undefined, undefined]);
    for (
      const file of ["own/classes.json", "own/train-images-idx3-ubyte.gz", "a/b/emnist-letters-test-labels.idx1-ubyte"]
    ) {
      await put(`data/${file}`, "others");
      assertEquals(await reasons(), Array(2).fill("lib/, data/, the packages or Deno have changed"), file);
      for (const place of [0, 1]) await run(place, {});
    }
  });
});

Deno.test("a notebook whose requests failed runs again", async () => {
  await withRun(async ({ root, reasons }) => {
    const keeper = await openKeeper({ root, folder: `${root}/outputs/blog`, names, environment: {} });
    await (await keeper.watch(names[1], notebook("cell 1")))(3);
    assertEquals(await reasons(), [undefined, "3 of its requests to a model failed"]);
  });
});

Deno.test("the records hold nothing of the explainer's address and key, and tell settings apart", async () => {
  await withRun(async ({ root, reasons }) => {
    const environment = {
      OPENAI_API_KEY: "sk-secret",
      OPENAI_BASE_URL: "http://me:secret@127.0.0.1/v1?api_key=secret",
    };
    const keeper = await openKeeper({ root, folder: `${root}/outputs/blog`, names, environment });
    await (await keeper.watch(names[1], notebook("cell 1")))(0);
    const record = await Deno.readTextFile(`${root}/outputs/blog/notebooks/02_second.json`);
    assertEquals(record.includes("secret"), false);
    const reason = async (changes: Record<string, string>) =>
      (await reasons({ environment: { ...environment, ...changes } }))[1];
    assertEquals(await reason({}), undefined);
    for (const name of ["OPENAI_TIMEOUT", "OPENAI_BATCH"]) {
      assertEquals(await reason({ OPENAI_API_KEY: "sk-other", [name]: "1" }), undefined);
    }
    assertEquals(await reason({ OPENAI_TEMPERATURE: "0" }), "another explainer answers");
  });
});

Deno.test("a notebook that failed on the way, or whose record is damaged, runs again", async () => {
  await withRun(async ({ root, put, reasons }) => {
    await put("outputs/blog/notebooks/01_first.json", "{");
    await (await openKeeper({ root, folder: `${root}/outputs/blog`, names, environment: {} }))
      .watch(names[1], notebook("cell 1"));
    assertEquals(await reasons(), ["", ""]);
  });
});
