// The HTTP API of a running copy, as another program uses it.
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

const proposed = z.looseObject({ id: z.string(), revision: z.number(), steps: z.array(z.unknown()) });

/** Turns a goal into a plan. */
export function proposePlan(product: Product, goal: string) {
  return callApi(product, { path: "/api/goals", body: { goal }, answer: proposed });
}
