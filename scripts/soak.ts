// `npm run soak -- --minutes 10`: starts the whole product in a temporary folder, keeps it busy in many ways, and says
// whether memory, open files and connections to the database stay as they are. One line of JSON; ends with 1 when
// something grows.
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { report, round, say } from "./bench/machine";
import { type Product, withProduct } from "./bench/product";
import { root } from "./lib/bootstrap.mjs";
import { type Allowance, type Growth, growthOf } from "./soak/growth";
import { MixedLoad } from "./soak/mixed-load";
import { firstProcesses, type Sample, sampleParts } from "./soak/sample-parts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" } } });
const minutes = z.coerce.number().min(1).parse(values.minutes);
/** Caches fill, the compiler settles, pools open: not measured. */
const warmUpMinutes = minutes * 0.3;
const sampleEveryMs = Math.min(5000, (minutes * 60_000) / 100);
const sayEvery = 12;

const memory: Allowance = { share: 0.05, least: 8 };
const descriptors: Allowance = { share: 0.05, least: 4 };
const connections: Allowance = { share: 0.05, least: 2 };
const rule =
  "flat unless the line through the lowest of 12 windows surely rises (95 % interval above 0) by more than 5 % of the " +
  "start, and by more than 8 MB, 4 descriptors or 2 connections";

interface Soak {
  samples: Sample[];
  load: MixedLoad;
}

async function soak(product: Product): Promise<Soak> {
  const began = performance.now();
  const passed = () => (performance.now() - began) / 60_000;
  const isOver = () => passed() >= minutes;
  const load = new MixedLoad(product);
  const processes = JSON.stringify(firstProcesses(product.home));
  const samples: Sample[] = [];
  const sampling = async () => {
    for (let count = 1; !isOver(); count += 1) {
      await delay(sampleEveryMs);
      if (JSON.stringify(firstProcesses(product.home)) !== processes) {
        throw new Error("A part was started again: what it held is gone.");
      }
      const sample = sampleParts(product.home, passed());
      if (sample.minutes >= warmUpMinutes) samples.push(sample);
      if (count % sayEvery === 0) say(progressOf(sample, load));
    }
  };
  await Promise.all([load.run(isOver), sampling()]);
  return { samples, load };
}

function progressOf(sample: Sample, { done }: MixedLoad): string {
  const parts = Object.entries(sample.memoryMb).map(
    ([name, mb]) => `${name} ${round(mb, 0)} MB ${sample.descriptors[name]} files`,
  );
  const runs = done.completed + done.approved + done.denied + done.canceled;
  const phase = sample.minutes < warmUpMinutes ? "warming up" : "measuring";
  return `${sample.minutes.toFixed(1)} min, ${phase}: ${runs} runs, ${done.plans} plans; ${parts.join(", ")}; ${sample.connections} connections`;
}

/** For reading: without digits nobody needs. */
function rounded({ perHour95: [low, high], ...growth }: Growth) {
  return {
    ...{ start: round(growth.start, 1), end: round(growth.end, 1), most: round(growth.most, 1) },
    ...{ perHour: round(growth.perHour, 1), perHour95: [round(low, 1), round(high, 1)] },
    isFlat: growth.isFlat,
  };
}

say("Starting a copy.");
let isFlat = false;
await withProduct(root, async (product) => {
  say(
    `Keeping it busy for ${minutes} minutes, of which the first ${round(warmUpMinutes, 1)} are not measured.`,
  );
  const { samples, load } = await soak(product);
  const growth = (of: (sample: Sample) => number, allowance: Allowance) =>
    growthOf(
      samples.map((sample) => ({ minutes: sample.minutes, value: of(sample) })),
      allowance,
    );
  const perPart = (of: (sample: Sample) => Record<string, number>, allowance: Allowance) =>
    Object.keys(samples[0]?.memoryMb ?? {}).map(
      (name) => [name, growth((sample) => of(sample)[name] ?? Number.NaN, allowance)] as const,
    );
  const memoryOf = perPart((sample) => sample.memoryMb, memory);
  const descriptorsOf = perPart((sample) => sample.descriptors, descriptors);
  const connectionsOf = growth((sample) => sample.connections, connections);
  const grows = [
    ...memoryOf.map(([name, one]) => [`memory of ${name}`, one] as const),
    ...descriptorsOf.map(([name, one]) => [`descriptors of ${name}`, one] as const),
    ["connections", connectionsOf] as const,
  ].flatMap(([name, one]) => (one.isFlat ? [] : [name]));
  const { done } = load;
  report("soak", {
    ...{ minutes, warmUpMinutes: round(warmUpMinutes, 1), samples: samples.length },
    runs: done.completed + done.approved + done.denied + done.canceled,
    done,
    memoryMb: Object.fromEntries(memoryOf.map(([name, one]) => [name, rounded(one)])),
    descriptors: Object.fromEntries(descriptorsOf.map(([name, one]) => [name, rounded(one)])),
    connections: rounded(connectionsOf),
    ...{ grows, rule },
  });
  isFlat = grows.length === 0;
  if (!isFlat) say(`It grows: ${grows.join(", ")}.`);
});
process.exit(isFlat ? 0 : 1);
