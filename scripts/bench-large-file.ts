// `npm run bench:large-file -- --mb 1024`: a stored file passes through "Read a file" to "Call a web address", and an answer
// as large is saved, in a process of its own: seconds, and the most memory that process had. One line of JSON.
import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
import { z } from "zod";
import { closeDatabase } from "@/lib/db/client";
import { migrateDatabase } from "@/lib/db/migrate-database";
import { readEnvAnew } from "@/lib/env";
import { startLargeService } from "@/lib/files/testing/large-service";
import { storeSparse } from "@/lib/files/testing/store-sparse";
import { buildProgram } from "@/lib/testing/build-program";
import { report, round } from "./bench/machine";
import { startTemporaryPostgres } from "./lib/temporary-postgres.mjs";

const { values } = parseArgs({ options: { mb: { type: "string", default: "1024" } } });
const mb = z.coerce.number().int().min(1).parse(values.mb);
const bytes = mb * 1024 * 1024;

const outcomeSchema = z.object({
  sent: z.object({ status: z.literal(200) }),
  fetched: z.object({ file: z.object({ sizeBytes: z.literal(bytes) }) }),
  beforeMb: z.number(),
  peakMb: z.number(),
  seconds: z.number(),
});

const database = await startTemporaryPostgres();
process.env.DATABASE_URL = database.url;
process.env.LAMPLIGHT_HOME = database.home;
readEnvAnew();
const service = await startLargeService(bytes);
try {
  await migrateDatabase();
  const fileId = await storeSparse(bytes);
  const program = await buildProgram("lib/files/testing/pass-large-file.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, fileId, service.url], {
    env: process.env,
  });
  const { beforeMb, peakMb, seconds } = outcomeSchema.parse(JSON.parse(stdout));
  report("large-file", { mb, seconds: round(seconds, 1), beforeMb, peakMb, received: service.received });
} finally {
  await service.stop();
  await closeDatabase();
  await database.stop();
}
process.exit(0);
