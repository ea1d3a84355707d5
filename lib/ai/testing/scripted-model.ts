// An OpenAI-compatible server on this machine whose answers a test writes: real HTTP, no model.
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

const bodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

/** One answer: the text of the assistant's message, or a failure of the service. */
export type ScriptedAnswer =
  | { kind: "text"; text: string }
  | { kind: "status"; status: number }
  | { kind: "slow"; afterMs: number };

export interface ScriptedModel {
  baseUrl: string;
  /** What was asked, as it came over the wire. */
  requests: { body: z.infer<typeof bodySchema>; raw: string; authorization: string | undefined }[];
  /** The answers to come; the last one is repeated. */
  answers: ScriptedAnswer[];
  close: () => Promise<void>;
}

export async function startScriptedModel(): Promise<ScriptedModel> {
  const model: Pick<ScriptedModel, "requests" | "answers"> = { requests: [], answers: [] };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const raw = Buffer.concat(chunks).toString();
    const body = bodySchema.parse(JSON.parse(raw));
    model.requests.push({ body, raw, authorization: request.headers.authorization });
    const answer = model.answers.length > 1 ? model.answers.shift() : model.answers[0];
    response.setHeader("content-type", "application/json");
    if (answer?.kind === "slow") await delay(answer.afterMs, undefined, { ref: false });
    if (answer?.kind !== "text") {
      response
        .writeHead(answer?.kind === "status" ? answer.status : 500)
        .end('{"error":{"message":"scripted"}}');
      return;
    }
    response.end(
      JSON.stringify({
        id: "scripted",
        object: "chat.completion",
        created: 0,
        model: body.model,
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: answer.text } }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      }),
    );
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
