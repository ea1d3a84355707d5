// The web server: Next behind a plain HTTP server, so that it tells when it is ready and ends in order.
import { createServer } from "node:http";
import next from "next";

const dev = process.env.NODE_ENV === "development";
const hostname = process.env.HOST ?? "127.0.0.1";
const port = Number(process.env.PORT);
const closeAfterMs = 1500;
// Longer than proxies and clients keep an idle connection, so that it is they who close it: a request sent down a
// connection that the server closes at that moment is lost.
const keepAliveMs = 75_000;

/** @param {string} address */
function isDecodable(address) {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}

const server = createServer({ keepAliveTimeout: keepAliveMs });
const app = next({ dev, dir: process.cwd(), hostname, port, httpServer: server });
const handle = app.getRequestHandler();
server.on("request", (request, response) => {
  // Next answers these with 500.
  if (!isDecodable(request.url ?? "")) {
    response.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
    response.end("The address is not written as addresses are.\n");
    return;
  }
  handle(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});

await app.prepare();
server.listen({ port, host: hostname }, () => process.send?.({ type: "ready" }));

let ending = false;
for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT"])) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    // Answers under way may finish; event streams never would.
    setTimeout(() => server.closeAllConnections(), closeAfterMs).unref();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
