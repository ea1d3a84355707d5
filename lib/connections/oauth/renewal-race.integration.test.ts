import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OAuthServer, startOAuthServer, testClient } from "@/lib/connections/testing/oauth-server";
import type { Connection } from "@/lib/domain/connection";
import { finishSignIn } from "@/lib/flow/finish-sign-in";
import { addConnection } from "@/lib/flow/manage-connections";
import { startSignIn } from "@/lib/flow/start-sign-in";
import { buildProgram } from "@/lib/testing/build-program";
import { readGrant, storeGrant } from "./grant-store";

const redirectUri = "http://127.0.0.1:3000/connections/oauth/callback";
const children: ChildProcess[] = [];
let service: OAuthServer;
beforeAll(async () => {
  service = await startOAuthServer({ redirectUris: [redirectUri] });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await service.close();
});

async function signedIn(): Promise<Connection> {
  const connection = await addConnection({
    ...{ kind: "api:ledger", name: "Ledger", origin: service.api.origin },
    config: {
      oauth: {
        flow: "authorizationCode",
        authorizationUrl: `${service.issuer}/authorize`,
        tokenUrl: `${service.issuer}/token`,
        clientId: testClient.id,
        secretNames: ["person.token"],
      },
    },
    secrets: { "oauth.clientSecret": testClient.secret },
  });
  const start = { connectionId: connection.id, redirectUri, returnTo: "/connections", browserKey: "b" };
  const started = await startSignIn(start);
  if (started.kind === "refused") throw new Error(started.message);
  const { searchParams: parameters } = await service.allow(started.address);
  await finishSignIn({ parameters, address: redirectUri, browserKey: "b" });
  return connection;
}

/** Its token is over. */
async function age(connection: Connection): Promise<void> {
  const grant = await readGrant(connection, "oauth");
  if (typeof grant === "string") throw new Error(grant);
  await storeGrant(connection, "oauth", { ...grant, expiresAt: new Date(Date.now() - 1000) });
}

const rounds = 20;

test(`of two processes with eight calls each, one asks for the new token: ${rounds} rounds`, {
  timeout: 120_000,
}, async () => {
  const program = await buildProgram("lib/connections/testing/open-on-demand.ts");
  const processes = await Promise.all([0, 1].map(() => startProcess(program)));
  const connection = await signedIn();
  for (let round = 1; round <= rounds; round += 1) {
    await age(connection);
    const answers = await Promise.all(processes.map((ask) => ask(connection.id)));
    // The same token for all: one that was not the newest would have been revoked with its family.
    expect(new Set(answers.flatMap((answer) => answer.split(","))).size).toBe(1);
    expect(service.tokenRequests("refresh_token")).toBe(round);
  }
});

/** A process that answers a line with a line. */
async function startProcess(program: string): Promise<(line: string) => Promise<string>> {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("The process ended.");
    return String(value);
  };
  expect(await next()).toBe("ready");
  return (line) => {
    child.stdin.write(`${line}\n`);
    return next();
  };
}
