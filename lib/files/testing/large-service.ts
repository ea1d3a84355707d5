// A service that takes large bodies and gives one, for tests of what passes through without being held in memory.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const piece = Buffer.alloc(256 * 1024, 7);

/** The same piece until so many bytes have been given. */
function* pieces(totalBytes: number) {
  for (let left = totalBytes; left > 0; left -= piece.length)
    yield left < piece.length ? piece.subarray(0, left) : piece;
}

/** `received`: the bytes of each PUT. A GET gives `giveBytes`. */
export async function startLargeService(giveBytes: number) {
  const received: number[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      await pipeline(Readable.from(pieces(giveBytes)), response).catch(() => {});
      return;
    }
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    received.push(bytes);
    response.end("taken");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}/big.bin`, received, stop };
}
