// The key that secrets are encrypted with: from the environment, or `secret.key` in the data folder.
import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, unlink } from "node:fs/promises";
import path from "node:path";

const keyBytes = 32;

/**
 * 32 bytes: `secretKey` when given, else the content of `<home>/secret.key`, which is made when absent.
 * Throws an error that says what to do when the key is not 32 bytes in base64.
 */
export async function loadSecretKey(options: { home: string; secretKey?: string }): Promise<Buffer> {
  if (options.secretKey !== undefined) return parseKey(options.secretKey, "LAMPLIGHT_SECRET_KEY");
  const file = path.join(options.home, "secret.key");
  const existing = await readIfThere(file);
  if (existing !== null) return parseKey(existing, file);
  await createKeyFile(options.home, file);
  return parseKey(await readFile(file, "utf8"), file);
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

/**
 * Written and flushed under another name, then linked: the file is there whole or not at all, and of two
 * processes that start together one wins and both read its key.
 */
async function createKeyFile(home: string, file: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const temporary = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = await open(/* turbopackIgnore: true */ temporary, "wx", 0o600);
  try {
    await handle.writeFile(`${randomBytes(keyBytes).toString("base64")}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await unlink(temporary);
  }
  const folder = await open(home, "r");
  await folder.sync().finally(() => folder.close());
}
