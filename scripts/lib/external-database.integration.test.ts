import { once } from "node:events";
import net from "node:net";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { checkDatabase } from "./external-database.mjs";
import { findFreePort } from "./ports.mjs";

const changed = (change: (url: URL) => void) => {
  const url = new URL(env().DATABASE_URL);
  change(url);
  return url.href;
};

async function problemOf(databaseUrl: string): Promise<string> {
  const error: unknown = await checkDatabase(databaseUrl).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: "Problem" });
  return error instanceof Error ? error.message : "";
}

test("a usable database is described without its password", async () => {
  const url = new URL(env().DATABASE_URL);
  expect(await checkDatabase(url.href)).toEqual({
    version: expect.stringMatching(/^\d+\.\d+/),
    place: `127.0.0.1:${url.port}${url.pathname}`,
  });
});

test.each(["nonsense", "mysql://user:secret@127.0.0.1/database"])(
  "an address that cannot be read (%s) is refused without repeating it",
  async (text) => {
    const problem = await problemOf(text);
    expect(problem).toMatch(
      /DATABASE_URL is not the address of a PostgreSQL database\. Write it as DATABASE_URL=/,
    );
    expect(problem).not.toContain("secret");
  },
);

test("an address without a database is refused", async () => {
  expect(await problemOf(changed((url) => (url.pathname = "")))).toMatch(/names no database/);
});

test("a closed port is named", async () => {
  const port = await findFreePort();
  expect(await problemOf(changed((url) => (url.port = String(port))))).toMatch(
    `Nothing answers at 127.0.0.1:${port}, the address in DATABASE_URL.`,
  );
});

test("an unknown host is named", async () => {
  expect(await problemOf(changed((url) => (url.hostname = "database.invalid")))).toMatch(
    'The host "database.invalid" in DATABASE_URL',
  );
});

test("a wrong password is said and not shown", async () => {
  const problem = await problemOf(changed((url) => (url.password = "opensesame")));
  expect(problem).toMatch(/The user "lamplight" could not sign in/);
  expect(problem).not.toContain("opensesame");
});

test("a missing database is named", async () => {
  expect(await problemOf(changed((url) => (url.pathname = "/missing")))).toMatch(
    /There is no database "missing" on .*CREATE DATABASE "missing"/,
  );
});

test("a server that is no PostgreSQL is said", async () => {
  const server = net
    .createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
    .listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const problem = await problemOf(changed((url) => (url.port = String(port))));
  server.close();
  expect(problem).toMatch(`The PostgreSQL of DATABASE_URL at 127.0.0.1:${port} could not be used.`);
});

test("a role without the right to create is told how to get it", async () => {
  await db().execute(sql`create role reader_of_nothing login password 'readers'`);
  const url = changed((address) => {
    address.username = "reader_of_nothing";
    address.password = "readers";
  });
  const problem = await problemOf(url);
  await db().execute(sql`drop role reader_of_nothing`);
  expect(problem).toMatch(
    /may not create tables in the database "test_.*ALTER DATABASE "test_.*" OWNER TO "reader_of_nothing"/,
  );
});
