// A workspace as it is after some weeks: APIs imported, servers added, connections made, tools used, switched off and
// edited. Made through the product's own pages and its HTTP API.
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import {
  approvalFor,
  approve,
  literal,
  makePlan,
  proposePlan,
  runSteps,
  step,
  waitForStatus,
  waitForStep,
} from "@/e2e/api-client";
import { documentOf, importDocument, toolOf } from "@/e2e/local-api";
import { readSpecification } from "@/lib/tools/openapi/testing/real-specifications";
import type { Services } from "./services";

/** Where things of the scene are, as the end of an address. */
export interface Scene {
  /** A tool that answers, one that fails, one that is edited, one that is off. */
  tools: { answers: string; fails: string; edited: string; off: string };
  /** A plan whose last step sends an e-mail. */
  plan: string;
  /** A run that waits for an answer to a tool's question. */
  asking: string;
  /** The MCP server that changed its tool, and the one that can't be reached. */
  servers: { changed: string; lost: string };
  /** The document of an imported API, with an operation more and one less. */
  nextDocument: string;
}

interface Options {
  page: Page;
  api: APIRequestContext;
  services: Services;
}

const bookshopDocument = (services: Services, paths: readonly string[]) =>
  documentOf({ title: "Bookshop", server: services.bookshop, paths, security: "bearer" });

/** Fills an empty workspace. The services have to stay there as long as it is looked at. */
export async function furnish({ page, api, services }: Options): Promise<Scene> {
  const bookshop = await importDocument(api, bookshopDocument(services, ["/books", "/orders", "/readers"]));
  for (const name of ["twilio-messaging", "security-schemes", "spotify"]) {
    await importDocument(api, readSpecification(name));
  }
  const answers = toolOf(bookshop.tools, "/books").id;
  const fails = toolOf(bookshop.tools, "/orders").id;
  const off = toolOf(bookshop.tools, "/readers").id;
  await connect(page, `api:${bookshop.apiId}`, { Token: "a-token-of-the-bookshop" });
  await addServers(page, services);
  await edit(page, "flights.holdOffer", async (sheet) => {
    await sheet.getByRole("textbox", { name: /^Title/ }).fill("Hold a flight offer for two days");
  });
  await edit(page, off, async (sheet) => {
    await sheet.getByRole("switch", { name: "In use" }).click();
  });

  const read = await runSteps(api, [step("books", answers, {}), step("orders", fails, {})]);
  await waitForStep(api, read.id, "orders", "failed");
  const mail = {
    to: literal(["ada@example.com"]),
    subject: literal("The books"),
    text: literal("Two have come in."),
  };
  const sent = await runSteps(api, [step("mail", "email.send", mail)]);
  await approve(api, await approvalFor(api, sent.id));
  await waitForStatus(api, sent.id, "completed");
  const asking = await runSteps(api, [step("ask", "everything.trigger-elicitation-request", {})]);
  await approve(api, await approvalFor(api, asking.id));
  await waitForStep(api, asking.id, "ask", "waiting-answer");
  await makePlan(api, [step("books", answers, {}), step("mail", "email.send", mail, ["books"])]);
  const plan = await proposePlan(
    api,
    "Analyze quarterly sales data and email a summary to the marketing team",
  );
  return {
    tools: { answers, fails, edited: "flights.holdOffer", off },
    plan: `/plans/${plan.id}`,
    asking: `/runs/${asking.id}`,
    servers: { changed: "/tools/servers/notebook", lost: "/tools/servers/away" },
    nextDocument: bookshopDocument(services, ["/books", "/orders", "/gifts"]),
  };
}

/** Connects a service with these values, by the labels of the form. */
async function connect(page: Page, kind: string, values: Record<string, string>): Promise<void> {
  await page.goto(`/connections?add=${encodeURIComponent(kind)}`);
  const dialog = page.getByRole("dialog");
  for (const [label, value] of Object.entries(values)) {
    await dialog.getByLabel(new RegExp(`^${label}`)).fill(value);
  }
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

async function edit(
  page: Page,
  toolId: string,
  change: (sheet: ReturnType<Page["getByRole"]>) => Promise<void>,
) {
  await page.goto(`/tools/${toolId}`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "Edit the tool" });
  await change(sheet);
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet).toHaveCount(0);
}

/** One over HTTP whose tools are allowed, a program whose allowed tool then changes, and one that does not answer. */
async function addServers(page: Page, services: Services): Promise<void> {
  await addHttpServer(page, "Everything", services.everything);
  await allowAll(page);
  await addHttpServer(page, "Away", "http://127.0.0.1:9/mcp");
  await page.goto("/tools/servers/new");
  await page.getByRole("radio", { name: "A program of this machine" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Notebook");
  await page.getByRole("textbox", { name: "Program" }).fill(process.execPath);
  await page.getByRole("textbox", { name: "Arguments" }).fill(services.changing.join("\n"));
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Confirm and start it" }).click();
  await allowAll(page);
  services.changeTool();
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByText("What changed since you allowed it")).toBeVisible();
}

async function addHttpServer(page: Page, name: string, address: string): Promise<void> {
  await page.goto("/tools/servers/new");
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "Address" }).fill(address);
  await page.getByRole("checkbox", { name: /on this machine/ }).click();
  await page.getByRole("button", { name: "Add and look at its tools" }).click();
  await page.waitForURL(/\/tools\/servers\/(?!new)/);
}

async function allowAll(page: Page): Promise<void> {
  await page.getByRole("checkbox", { name: /to look at$/ }).click();
  await page.getByRole("button", { name: /^Allow \d+/ }).click();
  await expect(page.getByText("Allowed").first()).toBeVisible();
}
