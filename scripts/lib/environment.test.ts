import { afterEach, expect, test, vi } from "vitest";
import { childEnvironment } from "./environment.mjs";
import { partEnvironment } from "./part-environments.mjs";

afterEach(() => vi.unstubAllEnvs());

test("S4: a child gets what is named, not what happens to be set", () => {
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary");
  vi.stubEnv("SSH_AUTH_SOCK", "canary");
  vi.stubEnv("LAMPLIGHT_MODEL_API_KEY", "canary");
  const environment = childEnvironment({ values: { PORT: "3000" } });
  expect(environment).toMatchObject({ PATH: process.env.PATH, PORT: "3000" });
  expect(Object.values(environment)).not.toContain("canary");
});

test("S4: the sandbox gets neither keys nor model settings, the worker does", () => {
  vi.stubEnv("LAMPLIGHT_MODEL_API_KEY", "canary");
  vi.stubEnv("LAMPLIGHT_SECRET_KEY", "canary");
  expect(Object.values(partEnvironment("sandbox", {}))).not.toContain("canary");
  expect(partEnvironment("worker", {})).toMatchObject({
    LAMPLIGHT_MODEL_API_KEY: "canary",
    LAMPLIGHT_SECRET_KEY: "canary",
  });
});

test("what the supervisor decides wins over what is set", () => {
  vi.stubEnv("HOME", "/elsewhere");
  expect(childEnvironment({ values: { HOME: undefined, TERM: "dumb" } })).toMatchObject({ TERM: "dumb" });
  expect(childEnvironment({ values: { HOME: "/here" } }).HOME).toBe("/here");
});
