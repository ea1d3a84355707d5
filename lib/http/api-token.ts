import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";

/** The token programs use, from `api-token` in the data folder; read each time, so that replacing it revokes the old one. */
async function readToken(): Promise<string | null> {
  try {
    return (await readFile(path.join(env().LAMPLIGHT_HOME, "api-token"), "utf8")).trim() || null;
  } catch {
    return null;
  }
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether an `Authorization` header carries the API token. Takes the same time for every wrong one. */
export async function hasApiToken(authorization: string | null): Promise<boolean> {
  const given = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  const token = await readToken();
  return given !== undefined && token !== null && timingSafeEqual(digest(given), digest(token));
}
