// An OpenAI-compatible server on this machine whose answers a test writes: real HTTP, no model. It may be as hostile as
// the test wants.
import { createServer, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

const bodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
  stream: z.boolean().optional(),
});

export type ScriptedAnswer =
  /** The text of the assistant's message; streamed in small pieces when a stream was asked for. */
  | { kind: "text"; text: string }
  /** A stream of these pieces; a promise among them is waited for. `end`: as it should, broken off, or not at all. */
  | { kind: "stream"; pieces: (string | Promise<unknown>)[]; end?: "done" | "cut" | "never" }
  | { kind: "status"; status: number; message?: string; headers?: Record<string, string> }
  | { kind: "slow"; afterMs: number }
  /** Anything: written as it is, until it ends or nobody listens. */
  | { kind: "raw"; contentType: string; body: Iterable<string | Buffer> };

export interface ScriptedModel {
  baseUrl: string;
  /** What was asked, as it came over the wire. */
  requests: {
    path: string;
    body: z.infer<typeof bodySchema>;
    raw: string;
    authorization: string | undefined;
  }[];
  /** The answers to come; the last one is repeated. */
  answers: ScriptedAnswer[];
  close: () => Promise<void>;
}

const usage = { prompt_tokens: 1200, completion_tokens: 80, total_tokens: 1280 };

export async function startScriptedModel(): Promise<ScriptedModel> {
  const model: Pick<ScriptedModel, "requests" | "answers"> = { requests: [], answers: [] };
  const server = createServer(async (request, response) => {
    response.on("error", () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const raw = Buffer.concat(chunks).toString();
    const body = bodySchema.parse(JSON.parse(raw));
    model.requests.push({ path: request.url ?? "", body, raw, authorization: request.headers.authorization });
    const answer = model.answers.length > 1 ? model.answers.shift() : model.answers[0];
    await give(answer ?? { kind: "status", status: 500 }, body, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return Object.assign(model, {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function give(
  answer: ScriptedAnswer,
  body: z.infer<typeof bodySchema>,
  response: ServerResponse,
): Promise<void> {
  switch (answer.kind) {
    case "status": {
      const { status, message = "scripted", headers = {} } = answer;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify({ error: { message } }));
      return;
    }
    case "slow":
      await delay(answer.afterMs, undefined, { ref: false });
      response.destroy();
      return;
    case "raw":
      response.writeHead(200, { "content-type": answer.contentType });
      // Whoever asked may go away in the middle.
      await pipeline(answer.body, response).catch(() => {});
      return;
    case "text":
      if (body.stream) return stream(pieces(answer.text), "done", body.model, response);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          id: "scripted",
          object: "chat.completion",
          created: 0,
          model: body.model,
          choices: [
            { index: 0, finish_reason: "stop", message: { role: "assistant", content: answer.text } },
          ],
          usage,
        }),
      );
      return;
    case "stream":
      return stream(answer.pieces, answer.end ?? "done", body.model, response);
    default:
      answer satisfies never;
  }
}

/** As tokens come: a few characters each, but not so many pieces that a long text takes for ever. */
function pieces(text: string): string[] {
  const size = Math.max(7, Math.ceil(text.length / 400));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  );
}

async function stream(
  parts: readonly (string | Promise<unknown>)[],
  end: "done" | "cut" | "never",
  model: string,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (choices: unknown[], more: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: "scripted", object: "chat.completion.chunk", created: 0, model, choices, ...more })}\n\n`,
    );
  for (const part of parts) {
    if (response.destroyed) return;
    if (typeof part !== "string") await part;
    else send([{ index: 0, delta: { role: "assistant", content: part }, finish_reason: null }]);
  }
  if (end === "never") return;
  if (end === "cut") {
    // What was written has to arrive first.
    await delay(20);
    response.destroy();
    return;
  }
  send([{ index: 0, delta: {}, finish_reason: "stop" }]);
  send([], { usage });
  response.end("data: [DONE]\n\n");
}
