import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { connections } from "@/lib/db/schema";
import { listSealedRows } from "@/lib/db/sealed-rows";
import { env } from "@/lib/env";
import { addConnection } from "@/lib/flow/manage-connections";
import { buildProgram } from "@/lib/testing/build-program";
import { storeGrant } from "./oauth/grant-store";
import { beginSignIn, keepForAnswer } from "./oauth/sign-in";
import { ownerOfRow, sealAnew } from "./seal-anew";
import { addNewKey } from "./secret-key";
import { isSealedWith, openSecrets, vault } from "./vault";

const keys = async () =>
  (await readFile(path.join(env().LAMPLIGHT_HOME, "secret.key"), "utf8")).trim().split("\n");

async function fill(count: number) {
  await db().delete(connections);
  for (let index = 0; index < count; index += 1) {
    const secrets = { token: `token-${index}` };
    const parts = { kind: "scim", name: `c${index}`, origin: "https://a.example", config: {}, secrets };
    const connection = await addConnection(parts);
    const granted = { secrets: { accessToken: `at-${index}` }, expiresAt: null };
    await storeGrant(connection, "oauth", granted);
  }
  const purpose = { kind: "mcp" as const, serverId: "x" };
  const waiting = { purpose, redirectUri: "http://127.0.0.1/x", returnTo: "/", browserKey: "b" };
  const { id } = await beginSignIn(waiting);
  await keepForAnswer(id, { secrets: { codeVerifier: "v" } });
}

/** Every row that is sealed opens for its owner. */
async function expectAllOpen(count: number) {
  const using = await vault();
  const rows = await listSealedRows();
  const secrets = rows.map((row) => openSecrets(using, ownerOfRow(row), row.sealed));
  const texts = secrets.flatMap((one) => Object.values(one)).filter((text) => /^(token|at)-\d+$/.test(text));
  expect(new Set(texts).size).toBe(2 * count);
}

test("S3: everything is sealed with the new key, and the earlier one is forgotten", async () => {
  await fill(3);
  const [before] = await keys();
  await addNewKey(env().LAMPLIGHT_HOME);
  await expectAllOpen(3);
  expect(await sealAnew()).toEqual({ sealed: 7, unreadable: 0 });
  expect(await keys()).toHaveLength(1);
  expect(await keys()).not.toContain(before);
  const using = await vault();
  for (const { sealed } of await listSealedRows()) expect(isSealedWith(using, sealed)).toBe(true);
  await expectAllOpen(3);
  expect(await sealAnew()).toEqual({ sealed: 0, unreadable: 0 });
});

const kills = 100;

test(`S3: after each of ${kills} kill -9 in the middle of a rotation, everything opens`, {
  timeout: 600_000,
}, async () => {
  await fill(8);
  const program = await buildProgram("lib/connections/testing/rotate-forever.ts");
  const cutShort = { rotations: 0 };
  for (let kill = 0; kill < kills; kill += 1) {
    const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    // From the moment it has begun: a different number of its steps each time.
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, (kill * 7) % 90));
    child.kill("SIGKILL");
    await once(child, "close");
    if (said.trimEnd().endsWith("new")) cutShort.rotations += 1;
    await expectAllOpen(8);
    if (kill % 5 === 4) {
      await sealAnew();
      expect(await keys()).toHaveLength(1);
      await expectAllOpen(8);
    }
  }
  // It has to have been killed where it matters.
  expect(cutShort.rotations).toBeGreaterThan(kills / 10);
});
