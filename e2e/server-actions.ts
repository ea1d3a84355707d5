// The product's server actions, called as its own pages call them.
import { readFileSync } from "node:fs";
import { z } from "zod";

const manifestSchema = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string(), filename: z.string() })),
});

export interface ServerAction {
  id: string;
  name: string;
}

/** Every server action of the production build. */
export function serverActions(): ServerAction[] {
  const text = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const { node } = manifestSchema.parse(JSON.parse(text));
  return Object.entries(node).map(([id, { exportedName }]) => ({ id, name: exportedName }));
}

/** Calls an action with one argument. `origin` undefined: none is sent. */
export function postAction(
  address: string,
  action: ServerAction,
  options: { argument: unknown; origin: string | undefined; headers?: Record<string, string> },
): Promise<Response> {
  return fetch(`${address}/`, {
    method: "POST",
    headers: {
      ...options.headers,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
      "next-action": action.id,
      "content-type": "text/plain;charset=UTF-8",
      accept: "text/x-component",
    },
    body: JSON.stringify([options.argument]),
  });
}

/** What an action returned to the product's own page. */
export async function callAction(address: string, name: string, argument: unknown): Promise<unknown> {
  const action = serverActions().find((one) => one.name === name);
  if (!action) throw new Error(`there is no server action ${name}`);
  const response = await postAction(address, action, { argument, origin: address });
  const text = await response.text();
  if (!response.ok) throw new Error(`${name} answered ${response.status}: ${text.slice(0, 500)}`);
  // Rows of React's format; the first says which one holds the action's value: 0:{"a":"$@1",…}
  const rows = new Map(
    text.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1)] as const;
    }),
  );
  const { a } = z.object({ a: z.string().startsWith("$@") }).parse(JSON.parse(rows.get("0") ?? "null"));
  const value = rows.get(a.slice(2)) ?? "null";
  return value === '"$undefined"' ? undefined : JSON.parse(value);
}
