// The durable engine alone, as a process of its own: the same steps, each doing nothing, without the product. Started
// with `<runs> <steps>` and DATABASE_URL; writes one line of JSON, `{ runsPerSecond, stepsPerSecond }`.
import { DBOS } from "@dbos-inc/dbos-sdk";
import { z } from "zod";
import { rowsOf } from "./rows";

const [runs, steps] = z
  .tuple([z.coerce.number().int(), z.coerce.number().int()])
  .parse(process.argv.slice(2));

const plan = DBOS.registerWorkflow(
  async () => {
    const ends: Promise<string>[] = [];
    for (const [index, before] of rowsOf(steps).entries()) {
      const run = async () => {
        await Promise.all(before.map((one) => ends[one]));
        return `s${index}`;
      };
      ends.push(DBOS.runStep(run, { name: `s${index}` }));
    }
    await Promise.all(ends);
  },
  { name: "bare-plan" },
);

const quiet = { debug: () => {}, info: () => {}, warn: console.error, error: console.error };
DBOS.setConfig({
  name: "bare",
  systemDatabaseUrl: process.env.DATABASE_URL,
  systemDatabaseSchemaName: "bare",
  logger: quiet,
});
await DBOS.launch();

async function burst(count: number): Promise<number> {
  const began = performance.now();
  const handles = await Promise.all(Array.from({ length: count }, () => DBOS.startWorkflow(plan)()));
  await Promise.all(handles.map((handle) => handle.getResult()));
  return (performance.now() - began) / 1000;
}

await burst(Math.min(runs, 20));
const seconds = await burst(runs);
process.stdout.write(
  `${JSON.stringify({ runsPerSecond: runs / seconds, stepsPerSecond: (runs * steps) / seconds })}\n`,
);
await DBOS.shutdown();
