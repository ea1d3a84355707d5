// Runs before the other processes at every start: tables, engine, catalogue, index, sandbox. Whatever is in place
// stays as it is. Writes one line of JSON per phase to standard output: {"phase":"migrate","ms":12,"outcome":"…"}.
import { sealAnew } from "@/lib/connections/seal-anew";
import { closeDatabase } from "@/lib/db/client";
import { alone, migrateDatabase } from "@/lib/db/migrate-database";
import { prepareEngine } from "@/lib/engine/prepare-engine";
import { env } from "@/lib/env";
import { removeAbandonedUploads } from "@/lib/files/store";
import { seedSandbox } from "./seed-sandbox";
import { syncBuiltinTools } from "./sync-builtin-tools";

/** @param doing shown while it runs */
async function phase(name: string, doing: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now();
  process.send?.({ doing });
  const outcome = await work();
  const ms = Math.round(performance.now() - began);
  process.stdout.write(`${JSON.stringify({ phase: name, ms, outcome })}\n`);
}

async function migrate(): Promise<string> {
  await migrateDatabase();
  return "up to date";
}

async function secrets(): Promise<string> {
  const { sealed, unreadable } = await sealAnew();
  if (unreadable > 0) {
    process.stderr.write(
      `Credentials of ${unreadable} connections can't be opened: their key is not here.\n`,
    );
  }
  return sealed === 0 ? "unchanged" : `sealed ${sealed} anew`;
}

async function engine(): Promise<string> {
  await prepareEngine();
  return "ready";
}

async function sandbox(): Promise<string> {
  const {
    LAMPLIGHT_SANDBOX: wanted,
    LAMPLIGHT_SANDBOX_HTTP_PORT: http,
    LAMPLIGHT_SANDBOX_SMTP_PORT: smtp,
  } = env();
  if (wanted === "off") return "off";
  if (http === undefined || smtp === undefined) {
    throw new Error(
      "LAMPLIGHT_SANDBOX_HTTP_PORT and LAMPLIGHT_SANDBOX_SMTP_PORT are not set. Set both, or LAMPLIGHT_SANDBOX=off.",
    );
  }
  const reports = await seedSandbox({ http, smtp });
  const seeded = [...reports].filter(([, report]) => report.kind === "seeded").map(([name]) => name);
  for (const [name, report] of reports) {
    if (report.kind === "skipped") process.stderr.write(`The sandbox has no ${name}: ${report.reason}.\n`);
  }
  return seeded.length === 0 ? "unchanged" : `made ${seeded.join(", ")}`;
}

async function main(): Promise<void> {
  await alone(async () => {
    await phase("migrate", "updating the tables", migrate);
    await phase("secrets", "checking the credentials' key", secrets);
    await phase("engine", "preparing the engine", engine);
    await phase("catalogue", "indexing the tools", syncBuiltinTools);
    await phase("sandbox", "setting up the sandbox", sandbox);
  });
  await removeAbandonedUploads(new Date());
  await closeDatabase();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
