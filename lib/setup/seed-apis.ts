import { createHash } from "node:crypto";
import { findApiSummary } from "@/lib/db/apis";
import { recordSeed } from "@/lib/db/sandbox-seeds";
import type { JsonObject } from "@/lib/domain/json";
import { importTools } from "@/lib/flow/import-tools";
import { flightsDocument } from "@/lib/sandbox/flights/openapi";
import { weatherDocument } from "@/lib/sandbox/weather/openapi";
import type { SeedReport } from "./seed-report";

const documents = { weather: weatherDocument, flights: flightsDocument };

/** Imports an API of the sandbox as a person would, from its document; again when that or the port has changed. */
export async function seedApi(
  apiId: keyof typeof documents,
  httpPort: number,
  seeds: ReadonlyMap<string, string>,
): Promise<SeedReport> {
  const name = `api:${apiId}`;
  const origin = `http://127.0.0.1:${httpPort}`;
  const document: JsonObject = documents[apiId](`${origin}/${apiId}`);
  const text = JSON.stringify(document);
  const fingerprint = createHash("sha256").update(text).digest("hex");
  if (seeds.get(name) === fingerprint) return { kind: "unchanged" };
  const current = await findApiSummary(apiId);
  // A person removed it.
  if (!current && seeds.has(name)) return { kind: "unchanged" };
  if (current && !current.origin.startsWith("http://127.0.0.1:")) {
    return { kind: "skipped", reason: `there is an API “${apiId}” already, at ${current.origin}` };
  }
  const imported = await importTools({ document: text }, { apiId, trustedOrigin: origin });
  if (imported.kind === "refused") {
    throw new Error(`The sandbox's ${apiId} API could not be imported: ${imported.message}`);
  }
  await recordSeed(name, fingerprint);
  return { kind: "seeded" };
}
