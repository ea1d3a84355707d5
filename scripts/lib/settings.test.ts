import { expect, test } from "vitest";
import { readSettings } from "./settings.mjs";

const folders = { root: "/clone", workingFolder: "/somewhere" };

test("nothing set means loopback, port 3000 and a data folder in the clone", () => {
  expect(readSettings({}, folders)).toEqual({
    root: "/clone",
    home: "/clone/.lamplight",
    host: "127.0.0.1",
    port: 3000,
    address: "http://127.0.0.1:3000",
    origin: undefined,
    databaseUrl: undefined,
    sandbox: true,
  });
});

test("a relative data folder is meant from where the command was typed", () => {
  expect(readSettings({ LAMPLIGHT_HOME: "data" }, folders).home).toBe("/somewhere/data");
});

test.each(["0", "65536", "http", "80.5", "-1"])("PORT=%s is refused with an example", (port) => {
  expect(() => readSettings({ PORT: port }, folders)).toThrow(
    /PORT is ".*", which is not a port\. .*PORT=3100/,
  );
});

test("N10: an address others can reach is refused without an origin", () => {
  expect(() => readSettings({ HOST: "0.0.0.0" }, folders)).toThrow(/no sign-in yet.*LAMPLIGHT_ORIGIN/s);
  expect(() => readSettings({ HOST: "192.168.1.5" }, folders)).toThrow(/no sign-in yet/);
});

test("an origin allows another address", () => {
  const settings = readSettings(
    { HOST: "0.0.0.0", LAMPLIGHT_ORIGIN: "https://lamplight.example.com/" },
    folders,
  );
  expect(settings).toMatchObject({
    host: "0.0.0.0",
    origin: "https://lamplight.example.com",
    address: "http://127.0.0.1:3000",
  });
});

test.each(["lamplight.example.com", "https://lamplight.example.com/app", "ftp://lamplight.example.com"])(
  "LAMPLIGHT_ORIGIN=%s is refused",
  (origin) => {
    expect(() => readSettings({ LAMPLIGHT_ORIGIN: origin }, folders)).toThrow(/is not an origin/);
  },
);

test("the sandbox is on or off", () => {
  expect(readSettings({ LAMPLIGHT_SANDBOX: "off" }, folders).sandbox).toBe(false);
  expect(() => readSettings({ LAMPLIGHT_SANDBOX: "false" }, folders)).toThrow(/Set it to on or off/);
});
