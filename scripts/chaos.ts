// `npm run chaos -- [--minutes 5] [--kills 200] [--workers 3] [--runs 15] [--seed S]`: a real database, web server and
// workers, killed (SIGKILL) and frozen (SIGSTOP) at random moments, while runs go on whose steps call a service that
// counts. One line of JSON; ends with 1 when a run was lost, a recorded step repeated, or a write done twice unasked.
import { parseArgs } from "node:util";
import { z } from "zod";
import { report, say } from "./bench/machine";
import { broken, runChaos } from "./chaos/run-chaos";

const { values } = parseArgs({
  options: {
    /** Five, where nothing is said of kills either. */
    minutes: { type: "string" },
    kills: { type: "string" },
    workers: { type: "string", default: "3" },
    runs: { type: "string", default: "15" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const count = z.coerce.number().int().min(1);
const minutes = z.coerce
  .number()
  .positive()
  .optional()
  .parse(values.minutes ?? (values.kills === undefined ? 5 : undefined));
const chaos = await runChaos({
  forMs: minutes === undefined ? Number.POSITIVE_INFINITY : minutes * 60_000,
  most: values.kills === undefined ? Number.POSITIVE_INFINITY : count.parse(values.kills),
  workers: count.parse(values.workers),
  atOnce: count.parse(values.runs),
  seed: z.coerce.number().int().parse(values.seed),
});
report("chaos", { ...chaos });
const wrong = broken(chaos);
if (wrong) say(`Not as promised: ${wrong}.`);
process.exit(wrong ? 1 : 0);
