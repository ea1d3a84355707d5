// The process as the supervisor starts it.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { createTransport } from "nodemailer";
import { afterEach, expect, test } from "vitest";
import { setSandboxAccount } from "@/lib/db/sandbox-accounts";
import { env } from "@/lib/env";
import { waited } from "@/lib/testing/idle-time";

const children: ChildProcess[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
  for (const server of servers.splice(0)) server.close();
});

async function listen(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer();
  servers.push(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return { server, port: address.port };
}

async function freePort(): Promise<number> {
  const { server, port } = await listen();
  server.close();
  await once(server, "close");
  return port;
}

interface Sandbox {
  child: ChildProcess;
  http: string;
  smtpPort: number;
  errors: () => string;
}

async function startSandbox(
  databaseUrl: string,
  ports: { http?: number; smtp?: number } = {},
): Promise<Sandbox> {
  const http = ports.http ?? (await freePort());
  const smtpPort = ports.smtp ?? (await freePort());
  const child = fork("lib/sandbox/sandbox-main.ts", {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      LAMPLIGHT_HOME: env().LAMPLIGHT_HOME,
      LAMPLIGHT_SANDBOX_HTTP_PORT: String(http),
      LAMPLIGHT_SANDBOX_SMTP_PORT: String(smtpPort),
    },
  });
  children.push(child);
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  return { child, http: `http://127.0.0.1:${http}`, smtpPort, errors: () => errors };
}

async function ready(sandbox: Sandbox): Promise<void> {
  const [message] = await once(sandbox.child, "message");
  expect(message).toEqual({ type: "ready" });
}

const forecast = (sandbox: Sandbox, token: string) =>
  fetch(`${sandbox.http}/weather/forecast?place=Paris`, { headers: { Authorization: `Bearer ${token}` } });

const mail = (sandbox: Sandbox, pass: string) =>
  createTransport({ host: "127.0.0.1", port: sandbox.smtpPort, auth: { user: "lamplight", pass } }).sendMail({
    from: "lamplight@lamplight.example",
    to: "ada@lamplight.example",
    text: "x",
  });

test("it says when it is ready, and ends when told to or left alone", async () => {
  for (const end of [
    (child: ChildProcess) => child.kill("SIGTERM"),
    (child: ChildProcess) => child.disconnect(),
  ]) {
    const sandbox = await startSandbox(env().DATABASE_URL);
    await ready(sandbox);
    expect((await fetch(`${sandbox.http}/weather/openapi.json`)).status).toBe(200);
    const { ms, result } = await waited(() => {
      end(sandbox.child);
      return once(sandbox.child, "exit");
    });
    expect(result).toEqual([0, null]);
    expect(ms).toBeLessThan(8000);
  }
});

test("a busy port is said so", async () => {
  const { port } = await listen();
  for (const ports of [{ http: port }, { smtp: port }]) {
    const sandbox = await startSandbox(env().DATABASE_URL, ports);
    expect(await once(sandbox.child, "exit")).toEqual([1, null]);
    expect(sandbox.errors()).toBe(
      `The sandbox could not start: Port ${port} is in use by another program. Choose other ports for the sandbox.\n`,
    );
  }
});

test("R7: while the database is away it says so, and goes on when it is back", async () => {
  await setSandboxAccount({ service: "weather", userName: "lamplight", secret: "w" });
  await setSandboxAccount({ service: "smtp", userName: "lamplight", secret: "m" });
  const port = await freePort();
  const url = new URL(env().DATABASE_URL);
  const target = { host: url.hostname, port: Number(url.port) };
  url.port = String(port);
  const sandbox = await startSandbox(url.href);
  await ready(sandbox);

  const away = async () => {
    const answer = await forecast(sandbox, "w");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("Retry-After")).toBe("1");
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("Try again in a moment") });
    await expect(mail(sandbox, "m")).rejects.toMatchObject({ responseCode: 451 });
  };
  await away();

  const sockets = new Set<ReturnType<typeof connect>>();
  const { server } = await listen(port);
  server.on("connection", (client) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    client.pipe(upstream).pipe(client);
  });
  expect((await forecast(sandbox, "w")).status).toBe(200);
  expect((await mail(sandbox, "m")).accepted).toEqual(["ada@lamplight.example"]);

  server.close();
  for (const socket of sockets) socket.destroy();
  await away();
});
