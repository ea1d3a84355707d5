// Connections in the browser: signing in at a service and back, what can go wrong on the way, what is left behind.
import type { Page } from "@playwright/test";
import { startServer } from "@/lib/connections/testing/http-server";
import { startOAuthServer, testClient } from "@/lib/connections/testing/oauth-server";
import type { Run } from "@/lib/domain/run";
import { makePlan, startRun, step, waitForRun } from "./api-client";
import { readEvents } from "./event-stream";
import { searchDatabase, searchFolder, spellingsIn, spellingsOf } from "./find-secret";
import { expect, test } from "./fixtures";
import { documentOf, importDocument, toolOf } from "./local-api";
import { ask } from "./raw-request";
import { callAction } from "./server-actions";

const marker = "canary4711zyxwvutsrq";

async function fillIn(page: Page, secret: string) {
  await page.getByLabel("Client ID").fill(testClient.id);
  await page.getByLabel("Client secret", { exact: true }).fill(secret);
}

test("S1, M5, P13: a person signs in at a service, tools use it, and nothing secret is left behind", async ({
  page,
  api,
  base,
  home,
  apiToken,
}) => {
  test.setTimeout(240_000);
  const redirectUri = `${base}/connections/oauth/callback`;
  const service = await startOAuthServer({ redirectUris: [redirectUri], marker });
  try {
    const imported = await importDocument(api, JSON.stringify(service.document));
    const kind = `api:${imported.apiId}`;
    // A link to the form, as "Not connected" gives it.
    await page.goto(`/connections?add=${encodeURIComponent(kind)}`);
    const dialog = page.getByRole("dialog", { name: "Connect Ledger" });
    const field = (name: RegExp) => dialog.getByRole("textbox", { name });
    await expect(field(/^Token address/)).toHaveValue(`${service.issuer}/token`);
    await expect(field(/^Sign-in page/)).toHaveValue(`${service.issuer}/authorize`);
    await expect(field(/^Redirect URI/)).toHaveValue(redirectUri);
    await expect(dialog.getByText("Change <b>everything</b>")).toBeVisible();
    await fillIn(page, service.client.secret);

    // Denied first: the way back says so, and the connection waits.
    await dialog.getByRole("button", { name: "Save and sign in" }).click();
    await page.getByRole("button", { name: "Deny" }).click();
    await expect(page.getByText("The sign-in did not work")).toBeVisible();
    await expect(page.getByText("Nobody has signed in yet.")).toBeVisible();

    const callbacks: string[] = [];
    page.on("request", (request) => {
      if (request.url().startsWith(redirectUri)) callbacks.push(request.url());
    });
    const row = page.getByRole("region", { name: "Ledger" });
    await row.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("It may: me.read")).toBeVisible();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText("“Ledger” is signed in.")).toBeVisible();
    const signedInAt = Date.now();
    expect(page.url()).not.toContain("code=");
    await row.getByRole("button", { name: "Test" }).click();
    await expect(row.getByText(/answers at .* and takes the credentials/)).toBeVisible();
    await expect(row.getByRole("link", { name: "3 tools" })).toBeVisible();

    // Used once, it is used up; a stranger's words are text.
    await page.goto(callbacks[0] ?? "");
    await expect(page.getByText("This sign-in can't be finished")).toBeVisible();
    await page.goto(
      `${redirectUri}?state=x&error=x&error_description=${encodeURIComponent("<img src=x onerror=alert(1)>")}`,
    );
    await expect(page.getByText("This sign-in can't be finished")).toBeVisible();
    expect(await page.locator("img[src=x]").count()).toBe(0);

    const tool = (name: string) => imported.tools.find(({ id }) => id.endsWith(`.${name}`))?.id ?? "";
    const plan = await makePlan(api, [step("me", tool("getMe"), {}), step("crash", tool("crash"), {})]);
    const answers: string[] = [];
    const keep = async (run: Pick<Run, "id">, isEnough: (one: Run) => boolean) => {
      answers.push(JSON.stringify(await waitForRun(api, run.id, isEnough)));
      answers.push((await ask(base, { path: `/runs/${run.id}` })).body);
    };

    // A 401 that echoes what it got, a renewal, success; and a service that breaks off. A token is taken for refused
    // rather than ended while it is very young.
    await expect.poll(() => Date.now() - signedInAt, { timeout: 10_000 }).toBeGreaterThan(6000);
    service.lifetime.seconds = 1;
    service.expireTokens();
    const first = await startRun(api, plan);
    await keep(first, ({ steps }) => steps.me?.status === "completed" && steps.crash?.status === "failed");
    const stream = { address: base, token: apiToken, runId: first.id };
    const { events } = await readEvents(stream, (read) =>
      read.events.some(({ body }) => body.type === "attempt-failed" && body.retryAt === null),
    );
    answers.push(JSON.stringify(events));
    await api.post(`/api/runs/${first.id}/cancel`);

    // Tokens that live for a second, until fifty secrets have been through.
    const short = await makePlan(api, [step("me", tool("getMe"), {})]);
    while (service.secrets.length < 50) {
      await keep(await startRun(api, short), ({ steps }) => steps.me?.status === "completed");
    }

    // Taken back: the step fails as credentials, the connection asks for a person.
    const revokedAt = Date.now();
    service.revokeAll();
    await expect.poll(() => Date.now() - revokedAt, { timeout: 10_000 }).toBeGreaterThan(6000);
    const refused = await startRun(api, short);
    await keep(refused, ({ steps }) => steps.me?.status === "failed");
    expect(answers.join("")).toContain("Sign in again under Connections.");
    await api.post(`/api/runs/${refused.id}/cancel`);
    await page.goto("/connections");
    await expect(row.getByText("The sign-in has ended. Sign in again.")).toBeVisible();
    await row.getByRole("button", { name: "Sign in again" }).click();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText("“Ledger” is signed in.")).toBeVisible();

    for (const path of ["/connections", `/plans/${plan.id}`, "/inbox", "/history"]) {
      answers.push((await ask(base, { path })).body);
    }
    for (const path of ["/api/connections", `/api/plans/${plan.id}`, "/api/runs", "/api/inbox"]) {
      answers.push(await (await api.get(path)).text());
    }
    const spellings = spellingsOf(marker);
    expect(service.secrets.length).toBeGreaterThanOrEqual(50);
    expect(answers.flatMap((text) => spellingsIn(text, spellings))).toEqual([]);
    expect(answers.join("")).toContain("[secret]");
    const database = await searchDatabase(home, spellings);
    expect(database.hits).toEqual([]);
    expect(database.tables).toEqual(expect.arrayContaining(["public.grants", "public.sign_ins"]));
    expect(searchFolder(home, spellings).hits).toEqual([]);

    // What would miss it is said before it is removed.
    await row.getByRole("button", { name: /^More for/ }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    const asking = page.getByRole("alertdialog");
    await expect(asking.getByRole("heading", { name: "2 plans with such steps" })).toBeVisible();
    await expect(asking.getByRole("link")).toHaveCount(2);
    await asking.getByRole("button", { name: "Remove" }).click();
    await expect(row).toHaveCount(0);
  } finally {
    await service.close();
  }
});

test("a connection is added, tested, its secret replaced only by one that works, and what uses it is told", async ({
  page,
  api,
  base,
}) => {
  test.setTimeout(120_000);
  const accepted = new Set(["first-secret", "second-secret"]);
  const service = await startServer(({ headers }, _request, response) => {
    const isKnown = accepted.has(String(headers.authorization).replace("Bearer ", ""));
    response.writeHead(isKnown ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify({ value: "It is here." }));
  });
  try {
    const document = documentOf({
      title: "Pantry",
      server: service.origin,
      paths: ["/shelf"],
      security: "bearer",
    });
    const imported = await importDocument(api, document);
    const toolId = toolOf(imported.tools, "/shelf").id;
    await makePlan(api, [step("look", toolId, {})]);
    await page.goto("/tools/apis");
    const listed = page.getByRole("listitem").filter({ hasText: "Pantry" });
    await listed.getByRole("link", { name: "Connect" }).click();
    const form = page.getByRole("dialog", { name: "Connect Pantry" });
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByText("Token is missing.")).toBeVisible();
    await expect(form.getByLabel(/^Token/)).toBeFocused();
    await form.getByLabel(/^Token/).fill("first-secret");
    await form.getByRole("button", { name: "Save" }).click();
    const row = page.getByRole("region", { name: "Pantry" });
    const works = row.getByText(/answers at .* and takes the credentials/);
    await expect(works).toBeVisible();

    const replaceBy = async (secret: string) => {
      await row.getByRole("button", { name: "More for Pantry" }).click();
      await page.getByRole("menuitem", { name: "Replace the secret" }).click();
      await page.getByLabel("New token").fill(secret);
      await page.getByRole("button", { name: "Try and replace" }).click();
    };
    await replaceBy("no-such-secret");
    const dialog = page.getByRole("dialog", { name: /Replace the secret/ });
    await expect(dialog.getByText(/the old one is still in place/)).toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    const isSent = (secret: string) => service.requests.at(-1)?.headers.authorization === `Bearer ${secret}`;
    await row.getByRole("button", { name: "Test" }).click();
    await expect.poll(() => isSent("first-secret")).toBe(true);
    await replaceBy("second-secret");
    await expect(page.getByText("The new secret is in place.")).toBeVisible();
    accepted.delete("first-secret");
    await row.getByRole("button", { name: "Test" }).click();
    await expect.poll(() => isSent("second-secret")).toBe(true);
    await expect(works).toBeVisible();
    accepted.clear();
    await row.getByRole("button", { name: "Test" }).click();
    await expect(row.getByText("refuses the credentials (HTTP 401)")).toBeVisible();

    // A try is no plan.
    expect(await callAction(base, "tryToolAction", { toolId, inputs: {} })).toMatchObject({
      kind: "started",
    });
    await page.reload();
    await row.getByRole("button", { name: "1 plan" }).click();
    await expect(page.getByRole("dialog", { name: "Plans that use Pantry" }).getByRole("link")).toHaveCount(
      1,
    );
    await page.keyboard.press("Escape");
    await row.getByRole("link", { name: "1 tool" }).click();
    await expect(page.getByRole("list", { name: "Tools", exact: true }).getByRole("link")).toHaveCount(1);
  } finally {
    await service.close();
  }
});
