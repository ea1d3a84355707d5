// A process that takes a repair as soon as it is told to: `<run> <step> <changes as JSON>`. It is killed in the middle of it.
import { once } from "node:events";
import { loadRun } from "@/lib/db/runs";
import { runIdSchema, stepIdSchema } from "@/lib/domain/ids";
import { planChangesSchema } from "@/lib/domain/plan-change";
import { takeRepair } from "@/lib/flow/take-repair";

const [run, step, changes = "[]"] = process.argv.slice(2);
const request = {
  runId: runIdSchema.parse(run),
  stepId: stepIdSchema.parse(step),
  ...{
    revision: 1,
    key: "test",
    title: "Another name",
    changes: planChangesSchema.parse(JSON.parse(changes)),
  },
};
// Connected already when it is told to begin.
await loadRun(request.runId);
process.send?.("ready");
await once(process, "message");
const taken = await takeRepair(request);
process.send?.(taken.kind);
