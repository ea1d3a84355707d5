// Puts the sandbox workspace in place: accounts and connections of the stand-ins, the imported APIs, the sales database.
import { listSeeds } from "@/lib/db/sandbox-seeds";
import { sandboxConnections } from "./sandbox-connections";
import { seedApi } from "./seed-apis";
import { seedConnection } from "./seed-connections";
import type { SeedReport } from "./seed-report";
import { seedSales } from "./seed-sales";

/** What each part came to, by its name. Doing it again changes nothing. */
export async function seedSandbox(ports: { http: number; smtp: number }): Promise<Map<string, SeedReport>> {
  const seeds = await listSeeds();
  const reports = new Map<string, SeedReport>();
  for (const wanted of sandboxConnections(ports)) {
    reports.set(`${wanted.service} connection`, await seedConnection(wanted, seeds));
  }
  for (const apiId of ["weather", "flights"] as const) {
    reports.set(`${apiId} API`, await seedApi(apiId, ports.http, seeds));
  }
  reports.set("sales database", await seedSales(seeds));
  return reports;
}
