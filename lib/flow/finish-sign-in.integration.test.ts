import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { readGrant, renewGrant, storeGrant } from "@/lib/connections/oauth/grant-store";
import { beginSignIn, keepForAnswer } from "@/lib/connections/oauth/sign-in";
import { VaultError } from "@/lib/connections/vault";
import { db } from "@/lib/db/client";
import { grants, signIns } from "@/lib/db/schema";
import { findSignIn } from "@/lib/db/sign-ins";
import { ToolError } from "@/lib/tools/tool-contract";
import { finishSignIn } from "./finish-sign-in";
import { addConnection, removeConnection } from "./manage-connections";
import type { SignInAnswer, SignInExchange } from "./sign-in-exchange";

const address = "http://127.0.0.1:3000/connections/oauth/callback";
const browserKey = "browser-a";
const verifier = "verifier-canary-4711";

async function begun(more: { issuer?: string } = {}) {
  const signIn = await beginSignIn({
    purpose: { kind: "mcp", serverId: "files" },
    redirectUri: address,
    returnTo: "/connections?add=mcp:files#x",
    browserKey,
  });
  await keepForAnswer(signIn.id, { secrets: { codeVerifier: verifier }, issuer: more.issuer ?? null });
  return signIn;
}

/** An exchange that remembers what it was given. */
function exchange(outcome: () => ReturnType<SignInExchange> = done) {
  const given: SignInAnswer[] = [];
  const mcp: SignInExchange = async (answer) => {
    given.push(answer);
    return outcome();
  };
  return { given, exchanges: { mcp } };
}
const done = async () => ({ kind: "completed" as const, message: "Signed in." });

const answer = (parameters: Record<string, string> | string, more: object = {}) => ({
  parameters: new URLSearchParams(parameters),
  address,
  browserKey,
  ...more,
});

describe("a sign-in", () => {
  test("is finished once, with what was kept for it, and leaves nothing secret behind", async () => {
    const { id, state } = await begun({ issuer: "https://id.example.com" });
    expect((await findSignIn(id))?.status).toBe("waiting");
    await keepForAnswer(id, { secrets: { client: "c1" } });
    const [row] = await db().select().from(signIns).where(eq(signIns.id, id));
    expect(JSON.stringify(row)).not.toContain(verifier);
    expect(JSON.stringify(row)).not.toContain(state);
    expect(JSON.stringify(row)).not.toContain(browserKey);
    const { given, exchanges } = exchange();
    const received = answer({ state, code: "c-0815", iss: "https://id.example.com" });
    const results = await Promise.all(Array.from({ length: 20 }, () => finishSignIn(received, exchanges)));
    expect(results.filter(({ kind }) => kind === "finished")).toEqual([
      { kind: "finished", signInId: id, returnTo: "/connections?add=mcp:files#x" },
    ]);
    expect(given).toHaveLength(1);
    expect(given[0]).toMatchObject({
      signIn: { id, purpose: { kind: "mcp", serverId: "files" }, redirectUri: address },
      kept: { codeVerifier: verifier, client: "c1" },
      code: "c-0815",
    });
    expect(await findSignIn(id)).toMatchObject({ status: "completed", message: "Signed in." });
    const [after] = await db().select().from(signIns).where(eq(signIns.id, id));
    expect(after?.sealed).toBeNull();
    await expect(keepForAnswer(id, { secrets: { late: "x" } })).rejects.toThrow("no longer waits");
  });

  test("M5: a wrong state, address or browser, a repeated parameter and a late answer find nothing", async () => {
    const { id, state } = await begun();
    const { given, exchanges } = exchange();
    const refused = [
      answer({ code: "c" }),
      answer({ state: "", code: "c" }),
      answer({ state: `${state}x`, code: "c" }),
      answer({ state: state.toUpperCase(), code: "c" }),
      answer({ state, code: "c" }, { address: "http://127.0.0.1:3001/connections/oauth/callback" }),
      answer({ state, code: "c" }, { address: `${address}/` }),
      answer({ state, code: "c" }, { address: address.replace("http:", "https:") }),
      answer({ state, code: "c" }, { browserKey: "browser-b" }),
      answer({ state, code: "c" }, { browserKey: null }),
      answer(`state=${state}&code=a&code=b`),
      answer(`state=${state}&state=${state}&code=a`),
      answer({ state, code: "c".repeat(9000) }),
    ];
    for (const one of refused) expect(await finishSignIn(one, exchanges)).toEqual({ kind: "unknown" });
    expect((await findSignIn(id))?.status).toBe("waiting");
    await db()
      .update(signIns)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(signIns.id, id));
    expect(await finishSignIn(answer({ state, code: "c" }), exchanges)).toEqual({ kind: "unknown" });
    expect(given).toEqual([]);
  });

  test("M5: an answer of another issuer is refused before anything is exchanged", async () => {
    for (const iss of [
      "https://evil.example",
      "https://id.example.com/",
      "https://id.example.com.evil.example",
    ]) {
      const { id, state } = await begun({ issuer: "https://id.example.com" });
      const { given, exchanges } = exchange();
      await finishSignIn(answer({ state, code: "c", iss }), exchanges);
      expect(given).toEqual([]);
      expect(await findSignIn(id)).toMatchObject({ status: "failed" });
      expect(await finishSignIn(answer({ state, code: "c" }), exchanges)).toEqual({ kind: "unknown" });
    }
  });

  test("P13: what a service says of an error is kept as one line of text, cut", async () => {
    const { id, state } = await begun();
    const description = `<script>alert(1)</script>\r\n\u202e${"x".repeat(5000)}`;
    const { exchanges } = exchange();
    await finishSignIn(answer({ state, error: "server_error", error_description: description }), exchanges);
    const message = (await findSignIn(id))?.message ?? "";
    expect(message).toMatch(/^The service refused: <script>alert\(1\)<\/script> x+…$/);
    expect(message.length).toBeLessThan(350);
  });

  test("what goes wrong in the exchange is told without the code, the state and what was kept", async () => {
    const said = await begun();
    const echo = `no ${said.state} ${verifier} ${Buffer.from("c-081547").toString("hex")}`;
    const failing = exchange(async () => {
      throw new ToolError("credentials", echo);
    });
    await finishSignIn(answer({ state: said.state, code: "c-081547" }), failing.exchanges);
    expect((await findSignIn(said.id))?.message).toBe("no [secret] [secret] [secret].");
    const broken = await begun();
    const breaking = exchange(async () => {
      throw new TypeError("bug");
    });
    const received = answer({ state: broken.state, code: "c" });
    await expect(finishSignIn(received, breaking.exchanges)).rejects.toThrow("bug");
    expect((await findSignIn(broken.id))?.status).toBe("failed");
  });

  test("P13: it comes back to pages of ours only", async () => {
    for (const returnTo of ["//evil.example", "/\\evil.example", "https://evil.example", "connections", ""]) {
      const begin = beginSignIn({
        purpose: { kind: "mcp", serverId: "files" },
        ...{ redirectUri: address, returnTo, browserKey },
      });
      await expect(begin, returnTo).rejects.toThrow("not a page");
    }
  });
});

describe("a grant", () => {
  const secrets = { accessToken: "at-canary-4711", refreshToken: "rt-canary-4711" };
  const made = () =>
    addConnection({ kind: "scim", name: "x", origin: "https://a.example", config: {}, secrets: {} });

  test("S2, P8: opens for its own connection, name and origin alone", async () => {
    const [one, other] = [await made(), await made()];
    const expiresAt = new Date("2026-12-01T00:00:00Z");
    expect(await readGrant(one, "oauth")).toBe("none");
    expect(await storeGrant(one, "oauth", { secrets, expiresAt })).toBe(true);
    expect(await readGrant(one, "oauth")).toEqual({ secrets, expiresAt });
    const [row] = await db().select().from(grants);
    expect(JSON.stringify(row)).not.toContain("canary");
    await db()
      .insert(grants)
      .values([
        { connectionId: other.id, name: "oauth", sealed: row?.sealed },
        { connectionId: one.id, name: "mcp", sealed: row?.sealed },
      ]);
    await expect(readGrant(other, "oauth")).rejects.toThrow(VaultError);
    await expect(readGrant(one, "mcp")).rejects.toThrow(VaultError);
    await expect(readGrant({ ...one, origin: "https://b.example" }, "oauth")).rejects.toThrow(VaultError);
    expect(await storeGrant({ ...one, origin: "https://b.example" }, "oauth", { secrets, expiresAt })).toBe(
      false,
    );
    await removeConnection(one.id);
    expect(await readGrant(one, "oauth")).toBe("none");
    expect(await storeGrant(one, "oauth", { secrets, expiresAt })).toBe(false);
  });

  test("is renewed by one at a time, each seeing what the one before left", async () => {
    const connection = await made();
    const seen: string[] = [];
    await Promise.all(
      Array.from({ length: 8 }, () =>
        renewGrant(connection, "oauth", async (grant) => {
          const count = typeof grant === "string" ? "0" : (grant.secrets.count ?? "");
          seen.push(count);
          return { next: { secrets: { count: String(Number(count) + 1) }, expiresAt: null }, answer: null };
        }),
      ),
    );
    expect(seen).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
    await renewGrant(connection, "oauth", async () => ({ next: "lost", answer: null }));
    expect(await readGrant(connection, "oauth")).toBe("lost");
  });
});
