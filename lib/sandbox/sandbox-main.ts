// The sandbox process: mail, chat, SMS, staff directory, weather and flights on this machine. Started by the
// supervisor with the ports in the environment; it ends with it.
import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { closeDatabase } from "@/lib/db/client";
import { env } from "@/lib/env";
import { httpServices } from "./http-services";
import { createMailServer } from "./mail/mail-server";

const host = "127.0.0.1";
/** How long open requests may take to finish when the process ends. */
const graceMs = 2000;

async function main(): Promise<void> {
  const { LAMPLIGHT_SANDBOX_HTTP_PORT: httpPort, LAMPLIGHT_SANDBOX_SMTP_PORT: smtpPort } = env();
  if (!httpPort || !smtpPort) {
    throw new Error(
      "Set LAMPLIGHT_SANDBOX_HTTP_PORT and LAMPLIGHT_SANDBOX_SMTP_PORT to the ports to listen on.",
    );
  }
  const mail = createMailServer();
  const http = await listenHttp(httpPort);
  await new Promise<void>((resolve, reject) => {
    mail.once("error", (error) => reject(portProblem(error, smtpPort)));
    mail.listen(smtpPort, host, resolve);
  });

  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(0), graceMs).unref();
    const closed = [
      new Promise((resolve) => http.close(resolve)),
      new Promise<void>((resolve) => mail.close(resolve)),
    ];
    http.closeIdleConnections();
    void Promise.allSettled(closed)
      .then(closeDatabase)
      .finally(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  // The supervisor is gone, whatever ended it.
  process.once("disconnect", end);
  process.send?.({ type: "ready" });
}

function listenHttp(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const { fetch } = httpServices(`http://${host}:${port}`);
    const server = createAdaptorServer({ fetch });
    // The adaptor can make servers of HTTP/2, too.
    if (!(server instanceof Server)) throw new Error("not a server of HTTP/1.1");
    server.once("error", (error) => reject(portProblem(error, port)));
    server.listen(port, host, () => resolve(server));
  });
}

function portProblem(error: Error, port: number): Error {
  const isTaken = "code" in error && error.code === "EADDRINUSE";
  return isTaken
    ? new Error(`Port ${port} is in use by another program. Choose other ports for the sandbox.`, {
        cause: error,
      })
    : error;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The sandbox could not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
