// The keys that secrets are encrypted with: from the environment, or `secret.key` in the data folder.
import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, stat, unlink } from "node:fs/promises";
import path from "node:path";

const keyBytes = 32;

/**
 * The keys, the one to seal with first; the others only open what was sealed before a rotation. From `secretKey`
 * (several are separated by commas), and from the lines of `<home>/secret.key`, which is made when both are absent.
 * Throws an error that says what to do when a key is not 32 bytes in base64.
 */
export async function loadSecretKeys(options: { home: string; secretKey?: string }): Promise<Buffer[]> {
  const file = keyFile(options.home);
  const given = options.secretKey?.split(",").map((text) => parseKey(text, "LAMPLIGHT_SECRET_KEY")) ?? [];
  const existing = await readIfThere(file);
  if (given.length > 0) return different([...given, ...(existing === null ? [] : readableLines(existing))]);
  if (existing === null) await createKeyFile(options.home, file);
  return different(parseLines(existing ?? (await readFile(file, "utf8")), file));
}

/** What tells that the key file is another one than before; null when there is none. */
export async function keyFileStamp(home: string): Promise<string | null> {
  try {
    const { ino, mtimeMs, size } = await stat(/* turbopackIgnore: true */ keyFile(home));
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return null;
  }
}

/** Begins a rotation: a new key seals from now on, the ones there are go on opening (S3). */
export async function addNewKey(home: string): Promise<void> {
  const file = keyFile(home);
  const existing = await readIfThere(file);
  const kept = existing === null ? [] : parseLines(existing, file);
  await replaceKeyFile(home, [randomBytes(keyBytes), ...kept]);
}

/** Ends a rotation: only the first key is kept. To be called when nothing is sealed with another one any more. */
export async function keepFirstKey(home: string): Promise<void> {
  const file = keyFile(home);
  const existing = await readIfThere(file);
  const [first, ...others] = existing === null ? [] : parseLines(existing, file);
  if (first && others.length > 0) await replaceKeyFile(home, [first]);
}

function keyFile(home: string): string {
  return path.join(home, "secret.key");
}

function parseLines(text: string, file: string): Buffer[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return (lines.length === 0 ? [""] : lines).map((line) => parseKey(line, file));
}

/** The keys of a file that is only asked for what was sealed before. */
function readableLines(text: string): Buffer[] {
  try {
    return parseLines(text, "");
  } catch {
    return [];
  }
}

function different(keys: readonly Buffer[]): Buffer[] {
  return keys.filter((key, index) => keys.findIndex((one) => one.equals(key)) === index);
}

function parseKey(text: string, place: string): Buffer {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, "base64");
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(trimmed) || key.length !== keyBytes) {
    throw new Error(
      `${place} is not a key: it must be 32 bytes in base64 (\`openssl rand -base64 32\`). ` +
        "Restore it from a backup; without it the credentials of all connections have to be entered again.",
    );
  }
  return key;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new Error(`The key file ${file} can't be read. Check who owns it and its permissions.`, {
      cause: error,
    });
  }
}

/** Written and flushed under another name, then linked: of two processes that start together one wins. */
async function createKeyFile(home: string, file: string): Promise<void> {
  const temporary = await writeTemporary(home, [randomBytes(keyBytes)]);
  try {
    await link(temporary, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await unlink(temporary);
  }
  await flushFolder(home);
}

/** Written and flushed under another name, then put in place: the file is the old or the new one, never half of it. */
async function replaceKeyFile(home: string, keys: readonly Buffer[]): Promise<void> {
  await rename(await writeTemporary(home, keys), keyFile(home));
  await flushFolder(home);
}

async function writeTemporary(home: string, keys: readonly Buffer[]): Promise<string> {
  await mkdir(home, { recursive: true });
  const temporary = `${keyFile(home)}.${randomBytes(6).toString("hex")}`;
  const handle = await open(/* turbopackIgnore: true */ temporary, "wx", 0o600);
  try {
    await handle.writeFile(keys.map((key) => `${key.toString("base64")}\n`).join(""));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}

async function flushFolder(home: string): Promise<void> {
  const folder = await open(home, "r");
  await folder.sync().finally(() => folder.close());
}
