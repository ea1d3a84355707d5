// The HTTP API of a running copy, as another program uses it.
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { apiTokenOf } from "@/lib/testing/start-copy";
import type { Product } from "./product";

/** Calls the API and parses the answer. Throws when it isn't a success. */
export async function callApi<T>(
  { address, home }: Product,
  { path, body, answer }: { path: string; body?: unknown; answer: z.ZodType<T> },
): Promise<T> {
  const response = await fetch(`${address}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${apiTokenOf(home)}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return answer.parse(JSON.parse(text));
}

const importStatus = z.looseObject({ id: z.string(), status: z.string() });

/** Imports an API, and waits until its tools are searchable. */
export async function importDocument(product: Product, document: string): Promise<void> {
  let found = await callApi(product, { path: "/api/tools/import", body: { document }, answer: importStatus });
  while (found.status !== "imported") {
    if (found.status === "refused") throw new Error(`An import was refused: ${JSON.stringify(found)}`);
    await delay(100);
    found = await callApi(product, { path: `/api/imports/${found.id}`, answer: importStatus });
  }
}

const proposed = z.looseObject({ id: z.string(), revision: z.number(), steps: z.array(z.unknown()) });

/** Turns a goal into a plan. */
export function proposePlan(product: Product, goal: string) {
  return callApi(product, { path: "/api/goals", body: { goal }, answer: proposed });
}
