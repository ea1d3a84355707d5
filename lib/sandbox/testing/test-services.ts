// For tests: the stand-ins on free ports, with an account each.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { setSandboxAccount } from "@/lib/db/sandbox-accounts";
import { httpServices } from "@/lib/sandbox/http-services";
import { createMailServer } from "@/lib/sandbox/mail/mail-server";
import { type SandboxService, sandboxConnections } from "@/lib/setup/sandbox-connections";

export interface TestServices {
  /** `http://127.0.0.1:<port>` */
  http: string;
  httpPort: number;
  smtpPort: number;
  /** Of the accounts made by `startTestServices`; the seed's replace them. */
  secrets: Record<SandboxService, string>;
  stop(): Promise<void>;
}

export async function startTestServices(): Promise<TestServices> {
  const secrets = { smtp: "", slack: "", twilio: "", scim: "", weather: "", flights: "" };
  for (const { service, userName } of sandboxConnections({ http: 1, smtp: 1 })) {
    secrets[service] = `secret-of-${service}-${crypto.randomUUID()}`;
    await setSandboxAccount({ service, userName, secret: secrets[service] });
  }
  // The services want to know their address, which is known only when the port is.
  let listener: ReturnType<typeof getRequestListener> | undefined;
  const server: Server = createServer((request, response) => void listener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const httpPort = portOf(server.address());
  const http = `http://127.0.0.1:${httpPort}`;
  listener = getRequestListener(httpServices(http).fetch);
  const mail = createMailServer();
  await new Promise<void>((resolve) => mail.listen(0, "127.0.0.1", resolve));
  return {
    http,
    httpPort,
    smtpPort: portOf(mail.server.address()),
    secrets,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => mail.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return address.port;
}
