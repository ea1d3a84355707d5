import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addNewKey, keepFirstKey, keyFileStamp, loadSecretKeys } from "./secret-key";

const loadSecretKey = async (options: { home: string; secretKey?: string }) => {
  const [first] = await loadSecretKeys(options);
  if (!first) throw new Error("no key");
  return first;
};

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "lamplight-key-"));
});
afterEach(() => rm(home, { recursive: true }));

test("makes a key once, readable by its owner alone, and reads it from then on", async () => {
  const first = await loadSecretKey({ home });
  const second = await loadSecretKey({ home });
  expect(first).toHaveLength(32);
  expect(second.equals(first)).toBe(true);
  expect((await stat(path.join(home, "secret.key"))).mode & 0o777).toBe(0o600);
  expect(await readdir(home)).toEqual(["secret.key"]);
});

test("gives processes that start together the same key", async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadSecretKey({ home })));
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
  expect(await readdir(home)).toEqual(["secret.key"]);
});

test("takes the key of the environment before the file", async () => {
  const key = randomBytes(32);
  expect((await loadSecretKey({ home, secretKey: key.toString("base64") })).equals(key)).toBe(true);
  expect(await readdir(home)).toEqual([]);
});

test("makes the data folder when it is not there yet", async () => {
  const inner = path.join(home, "a", "b");
  expect(await loadSecretKey({ home: inner })).toHaveLength(32);
});

test.each(["", "short", randomBytes(16).toString("base64"), `${randomBytes(32).toString("hex")}`])(
  "refuses a key file that holds %j, and leaves it as it is",
  async (content) => {
    await writeFile(path.join(home, "secret.key"), content);
    await expect(loadSecretKey({ home })).rejects.toThrow("is not a key");
    expect(await readFile(path.join(home, "secret.key"), "utf8")).toBe(content);
  },
);

test("S3: a new key goes before the others, and stays alone at the end", async () => {
  const [first] = await loadSecretKeys({ home });
  const stamp = await keyFileStamp(home);
  await addNewKey(home);
  expect(await keyFileStamp(home)).not.toBe(stamp);
  const [second, ...earlier] = await loadSecretKeys({ home });
  expect(earlier).toEqual([first]);
  expect((await stat(path.join(home, "secret.key"))).mode & 0o777).toBe(0o600);
  await keepFirstKey(home);
  expect(await loadSecretKeys({ home })).toEqual([second]);
  expect(await readdir(home)).toEqual(["secret.key"]);
});

test("S3: keys of the environment go before those of the file, which still open", async () => {
  const [inFile] = await loadSecretKeys({ home });
  const given = [randomBytes(32), randomBytes(32)];
  const secretKey = given.map((key) => key.toString("base64")).join(",");
  expect(await loadSecretKeys({ home, secretKey })).toEqual([...given, inFile]);
  await writeFile(path.join(home, "secret.key"), "damaged");
  expect(await loadSecretKeys({ home, secretKey })).toEqual(given);
});
