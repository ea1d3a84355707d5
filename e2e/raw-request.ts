// Requests exactly as written: no cleaning of paths, any Host, any header. What a hostile client sends.
import http from "node:http";
import net from "node:net";

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export function ask(
  address: string,
  request: { method?: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  const { method = "GET", path, headers = {}, body } = request;
  return new Promise((resolve, reject) => {
    const sent = http.request({ hostname, port, method, path, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString("utf8");
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Sends bytes over a socket and returns what comes back until the line is silent or closed. */
export function sendBytes(address: string, text: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let received = "";
    const socket = net.connect(Number(port), hostname, () => socket.write(text));
    const end = () => {
      socket.destroy();
      resolve(received);
    };
    socket.setTimeout(1000, end);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("error", end);
    socket.on("close", end);
  });
}
