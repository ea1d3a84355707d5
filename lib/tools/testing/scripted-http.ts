// A local HTTP server that answers by a script and keeps what it was asked.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface AskedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Text as it is, anything else as JSON. */
  body?: unknown;
}
/** `hang`: never answers; `cut`: closes the connection without an answer. */
export type Script = (request: AskedRequest) => ScriptedAnswer | "hang" | "cut";

export interface ScriptedHttp {
  origin: string;
  asked: AskedRequest[];
  stop(): Promise<void>;
}

export async function startScriptedHttp(script: Script): Promise<ScriptedHttp> {
  const asked: AskedRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const request = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        headers: incoming.headers,
        body,
      };
      asked.push(request);
      const answer = script(request);
      if (answer === "cut") incoming.socket.destroy();
      if (typeof answer === "string") return;
      const isText = typeof answer.body === "string";
      const type = isText ? "text/plain; charset=utf-8" : "application/json";
      response.writeHead(answer.status ?? 200, { "content-type": type, ...answer.headers });
      response.end(isText ? answer.body : JSON.stringify(answer.body ?? null));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
