// A server on 127.0.0.1 that takes files and batches as OpenAI's does, with faults, for tests of asking in batches.

/** A row's end: an answer's text, a response with a status and a body, or nothing where the batch ended before. */
export type RowEnd = string | { status: number; body: object } | undefined;

interface ServerBatch {
  id: string;
  name: string;
  keys: string[];
  status: string;
  polls: number;
  output?: string;
  errors?: string;
  problems?: object[];
}

export interface BatchServer {
  url: string;
  /** What came in, as "POST /files". */
  readonly calls: string[];
  /** Every batch that was created, and the keys in each. */
  readonly batches: readonly ServerBatch[];
  close(): Promise<void>;
}

export interface BatchServerOptions {
  /** Ends a row by its request's body; a reply in words by default. */
  answer?: (body: { messages: { content: string }[] }, place: number) => RowEnd;
  /** How a batch ends, after how many polls. */
  ending?: (batch: ServerBatch, index: number) => { status?: string; polls?: number; problems?: object[] };
  /** Answers a call in the server's place, by what came in and how often. */
  fault?: (call: string, times: number) => Response | undefined;
}

export function startBatchServer(
  { answer = () => "fine", ending = () => ({}), fault }: BatchServerOptions,
): BatchServer {
  const files = new Map<string, string>();
  const batches: ServerBatch[] = [];
  const calls: string[] = [];

  function end(batch: ServerBatch, { status = "completed", problems }: { status?: string; problems?: object[] }) {
    batch.status = status;
    batch.problems = problems;
    if (status === "failed") return;
    const good: object[] = [];
    const bad: object[] = [];
    for (const [place, line] of files.get(batch.id)!.trim().split("\n").entries()) {
      const { custom_id, body } = JSON.parse(line);
      const given = answer(body, place);
      if (given === undefined) {
        const message = `This request could not be executed before the batch ${status}.`;
        bad.push({ id: `r${place}`, custom_id, response: null, error: { code: `batch_${status}`, message } });
      } else if (typeof given === "string") {
        good.push({ id: `r${place}`, custom_id, error: null, response: { status_code: 200, body: completion(given) } });
      } else {bad.push({
          id: `r${place}`,
          custom_id,
          error: null,
          response: { status_code: given.status, body: given.body },
        });}
    }
    const write = (rows: object[]) => rows.toReversed().map((row) => JSON.stringify(row) + "\n").join("");
    // Results come in another order than the requests.
    for (const [kind, rows] of [["output", good], ["errors", bad]] as const) {
      if (rows.length === 0) continue;
      batch[kind] = `file-${kind}-${batch.id}`;
      files.set(batch[kind]!, write(rows));
    }
  }

  const show = (batch: ServerBatch) => ({
    id: batch.id,
    object: "batch",
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
    created_at: Math.floor(Date.now() / 1000),
    in_progress_at: Math.floor(Date.now() / 1000) - 60,
    status: batch.status,
    metadata: { name: batch.name },
    output_file_id: batch.output,
    error_file_id: batch.errors,
    errors: batch.problems && { data: batch.problems },
    request_counts: { total: batch.keys.length, completed: Math.min(batch.polls, batch.keys.length), failed: 0 },
  });

  async function answerCall(request: Request, path: string): Promise<Response> {
    if (path === "/files" && request.method === "POST") {
      const form = await request.formData();
      if (form.get("purpose") !== "batch") throw new Error("a batch's file has the purpose batch");
      const id = `file-${files.size}`;
      files.set(id, await (form.get("file") as File).text());
      return Response.json({ id, object: "file", purpose: "batch" });
    }
    if (path === "/models") return Response.json({ object: "list", data: [] });
    if (path === "/chat/completions") return Response.json(completion(answer(await request.json(), 0) as string));
    if (path.startsWith("/files/")) return new Response(files.get(path.split("/")[2]));
    if (path === "/batches" && request.method === "POST") {
      const { input_file_id, endpoint, completion_window, metadata } = await request.json();
      if (endpoint !== "/v1/chat/completions" || completion_window !== "24h") throw new Error("no such batch");
      const id = `batch_${batches.length}`;
      const text = files.get(input_file_id)!;
      files.set(id, text);
      const keys = text.trim().split("\n").map((line) => JSON.parse(line).custom_id);
      batches.push({ id, name: metadata.name, keys, status: "in_progress", polls: 0 });
      return Response.json(show(batches.at(-1)!));
    }
    if (path === "/batches") {
      return Response.json({ object: "list", data: batches.toReversed().map(show), has_more: false });
    }
    const batch = batches.find(({ id }) => path === `/batches/${id}`);
    if (batch === undefined) return Response.json({ error: { message: "No batch found" } }, { status: 404 });
    const { polls = 1, ...last } = ending(batch, batches.indexOf(batch));
    if (batch.status === "in_progress" && batch.polls++ >= polls) end(batch, last);
    return Response.json(show(batch));
  }

  const errors: unknown[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const path = new URL(request.url).pathname.replace(/^\/v1/, "");
    const call = `${request.method} ${path.replace(/_\d+|(?<=files\/).*/, "")}`;
    calls.push(call);
    const given = fault?.(call, calls.filter((other) => other === call).length);
    if (given) {
      await request.body?.cancel();
      return given;
    }
    try {
      return await answerCall(request, path);
    } catch (error) {
      errors.push(error);
      return new Response("the test's server threw", { status: 400 });
    }
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    calls,
    batches,
    async close() {
      await server.shutdown();
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** A chat completion's body. */
export function completion(text: string): object {
  return {
    id: "chatcmpl-test",
    object: "chat.completion",
    created: 0,
    model: "test-model",
    choices: [{ index: 0, message: { role: "assistant", content: text, refusal: null }, finish_reason: "stop" }],
    usage: { prompt_tokens: 1000, completion_tokens: 7, total_tokens: 1007 },
  };
}
