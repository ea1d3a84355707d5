// Signing in at MCP servers that have a page of their own for it (M5).
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listConnections } from "@/lib/db/connections";
import { findSignIn } from "@/lib/db/sign-ins";
import { findTool } from "@/lib/db/tools";
import type { ToolId } from "@/lib/domain/ids";
import { serverConnectionKind } from "@/lib/domain/mcp-server";
import { closeMcpSessions, mcpExecutor } from "@/lib/tools/mcp/execute-mcp";
import { allowAll } from "@/lib/tools/mcp/testing/added-servers";
import { type SignInService, startSignInService } from "@/lib/tools/mcp/testing/sign-in-service";
import { failureOf, testConnection, testContext } from "@/lib/tools/testing/test-context";
import { finishSignIn } from "./finish-sign-in";
import { addServer, checkServer } from "./manage-mcp-servers";
import { beginServerSignIn } from "./sign-in-to-server";

const redirectUri = "http://127.0.0.1:3000/connections/oauth/callback";
const browserKey = "b".repeat(43);
let service: SignInService;

beforeAll(async () => {
  service = await startSignInService();
});
afterEach(async () => {
  for (const name of Object.keys(service.lies) as (keyof typeof service.lies)[]) delete service.lies[name];
  await closeMcpSessions();
});
afterAll(() => service.server.close());

async function add(): Promise<string> {
  const reach = { kind: "http" as const, url: service.url, isPrivate: true, signIn: "oauth" as const };
  const added = await addServer({ title: "Closed", reach });
  if (added.kind !== "added") throw new Error(JSON.stringify(added));
  return added.server.id;
}

async function begin(serverId: string): Promise<string> {
  const begun = await beginServerSignIn({ serverId, redirectUri, browserKey });
  if (begun.kind !== "begun") throw new Error(begun.message);
  return begun.page;
}

const finish = (parameters: URLSearchParams) =>
  finishSignIn({ parameters, address: redirectUri, browserKey });

async function signIn(serverId: string): Promise<void> {
  const finished = await finish(service.answerTo(await begin(serverId)));
  if (finished.kind !== "finished") throw new Error(finished.kind);
  expect(await findSignIn(finished.signInId)).toMatchObject({ status: "completed" });
}

/** Calls the server's tool as the engine does. */
async function whoami(serverId: string) {
  const tool = await findTool(`${serverId}.whoami` as ToolId);
  const [connection] = await listConnections(serverConnectionKind(serverId));
  if (!tool || !connection) throw new Error("the tool or its connection is not there");
  const { output } = await mcpExecutor(tool)({}, testContext({ connection: testConnection(connection) }));
  return output;
}

describe("signing in at an MCP server", () => {
  it("registers, asks with PKCE, exact redirect and resource, and uses the token there", async () => {
    const id = await add();
    expect(await checkServer(id)).toMatchObject({ kind: "failed", needsSignIn: true });
    const page = new URL(await begin(id));
    expect(page.searchParams.get("code_challenge_method")).toBe("S256");
    expect(page.searchParams.get("resource")).toBe(service.url);
    expect(page.searchParams.get("redirect_uri")).toBe(redirectUri);
    await signIn(id);
    await allowAll(id);
    // S1: the token itself is blanked out of what the tool says.
    expect(await whoami(id)).toMatchObject({ text: "You came with [secret]" });
  });

  it("renews a token that is no longer taken, once, and asks to sign in again when that fails", async () => {
    const id = await add();
    await signIn(id);
    await allowAll(id);
    await whoami(id);
    await closeMcpSessions();
    const before = service.refreshes;
    service.tokens.clear();
    expect(await whoami(id)).toMatchObject({ text: "You came with [secret]" });
    expect(service.refreshes).toBe(before + 1);
  });

  it("M5: takes an answer once, with its own state, and in the browser it began in", async () => {
    const id = await add();
    const answer = service.answerTo(await begin(id));
    expect(
      await finishSignIn({ parameters: answer, address: redirectUri, browserKey: "x".repeat(43) }),
    ).toEqual({ kind: "unknown" });
    const forged = new URLSearchParams(answer);
    forged.set("state", "guessed");
    expect(await finish(forged)).toEqual({ kind: "unknown" });
    expect((await finish(answer)).kind).toBe("finished");
    expect(await finish(answer)).toEqual({ kind: "unknown" });
  });

  it.each([
    ["a page that is a command", { authorizationEndpoint: "file:///bin/sh" }],
    ["a page that is a script", { authorizationEndpoint: "javascript:alert(1)" }],
    ["a page over http elsewhere", { authorizationEndpoint: "http://evil.example/authorize" }],
    [
      "a page with a shell's substitution",
      { authorizationEndpoint: "http://www.example.com/$(touch pwned)" },
    ],
    ["tokens from a private address", { tokenEndpoint: "http://169.254.169.254/token" }],
    ["an authorization server in a private network", { authorizationServer: "http://10.0.0.1" }],
    ["an authorization server that calls itself another", { issuer: "https://accounts.example.com" }],
    ["a token for another server", { resource: "https://bank.example.com/mcp" }],
  ])("M5: refuses metadata that names %s", async (_what, lies) => {
    const id = await add();
    Object.assign(service.lies, lies);
    const begun = await beginServerSignIn({ serverId: id, redirectUri, browserKey });
    expect(begun.kind).toBe("refused");
  });

  it("M5: says so when nobody has signed in", async () => {
    const id = await add();
    await signIn(id);
    await allowAll(id);
    const other = await add();
    const tool = await findTool(`${id}.whoami` as ToolId);
    const [connection] = await listConnections(serverConnectionKind(other));
    if (!tool || !connection) throw new Error("the tool or the connection is not there");
    // The token of one server's connection is never taken for another's.
    const failure = await failureOf(
      mcpExecutor(tool)({}, testContext({ connection: testConnection(connection) })),
    );
    expect(failure.kind).toBe("credentials");
  });
});
