import { expect, it } from "vitest";
import type { Check } from "./checks.mjs";
import { createPhases } from "./phases.mjs";
import { runChecks } from "./run-checks.mjs";

function written() {
  let text = "";
  const write = (more: string) => {
    text += more;
    return true;
  };
  const stream = { isTTY: false, write } as NodeJS.WriteStream;
  return { phases: createPhases(stream), text: () => text };
}

/** A check that notes when it begins and ends. */
function check(name: string, log: string[], options: { needs?: string; fails?: boolean } = {}): Check {
  const { needs, fails = false } = options;
  return {
    ...{ name, needs },
    async run() {
      log.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ends`);
      const counts = { passed: fails ? 0 : 2, failed: fails ? 1 : 0, skipped: 0 };
      return { counts, outcome: "done", output: `${name} says why` };
    },
  };
}

it("runs the rows of a stage side by side, and one stage after the other", async () => {
  const log: string[] = [];
  const { phases, text } = written();
  const one = (name: string) => check(name, log);
  expect(await runChecks([[[one("a"), one("b")], [one("c")]], [[one("d")]]], phases)).toBe(true);
  expect(log.indexOf("c begins")).toBeLessThan(log.indexOf("a ends"));
  expect(log.indexOf("a ends")).toBeLessThan(log.indexOf("b begins"));
  expect(log.slice(-2)).toEqual(["d begins", "d ends"]);
  expect(text().trimEnd().split("\n").at(-1)).toBe("8 passed, 0 failed, 0 skipped");
});

it("goes on after a failure, but not with what needs what failed", async () => {
  const log: string[] = [];
  const { phases, text } = written();
  const stages = [
    [[check("build", log, { fails: true })], [check("code", log)]],
    [[check("browser", log, { needs: "build" }), check("last", log)]],
  ];
  expect(await runChecks(stages, phases)).toBe(false);
  expect(log).not.toContain("browser begins");
  expect(log).toContain("last ends");
  expect(text()).toContain("build says why");
  expect(text()).toContain("not run: build failed");
  expect(text().trimEnd().split("\n").at(-1)).toBe("4 passed, 2 failed, 0 skipped");
});
