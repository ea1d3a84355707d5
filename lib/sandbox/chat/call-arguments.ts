import type { Context } from "hono";
import { isJsonObject, type Json, jsonSchema } from "@/lib/domain/json";

/** The arguments of a call of Slack's Web API, however they were sent. */
export interface CallArguments {
  /** Null when there is none. Numbers and booleans become text. */
  text(name: string): string | null;
  /** A structured argument: JSON in a form's field. Null when there is none; the text when it isn't JSON. */
  value(name: string): Json;
}

/** From the query and a body of JSON or form fields; null for a body that is neither. */
export async function readArguments(context: Context): Promise<CallArguments | null> {
  const body = await readBody(context);
  if (body === null) return null;
  const given = new Map<string, Json>([...Object.entries(context.req.query()), ...body]);
  return {
    text(name) {
      const value = given.get(name) ?? null;
      return value === null || typeof value === "object" ? null : String(value);
    },
    value(name) {
      const value = given.get(name) ?? null;
      if (typeof value !== "string") return value;
      return value === "" ? null : (parseJson(value) ?? value);
    },
  };
}

async function readBody(context: Context): Promise<[string, Json][] | null> {
  if (context.req.method === "GET") return [];
  const type = context.req.header("Content-Type") ?? "";
  if (type.includes("application/json")) {
    const body = parseJson(await context.req.text());
    return isJsonObject(body) ? Object.entries(body) : null;
  }
  const form = await context.req.parseBody();
  return Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === "string");
}

function parseJson(text: string): Json | undefined {
  try {
    return jsonSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
