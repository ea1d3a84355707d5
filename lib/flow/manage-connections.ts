// Making, changing, trying and removing connections. Secrets come in, and never go out again.
import { z } from "zod";
import type { FieldProblem } from "@/lib/connections/connection-form";
import { findConnectionForm } from "@/lib/connections/find-form";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import { type ReadConnection, readForm } from "@/lib/connections/read-form";
import { type ConnectionTest, testConnection as tryConnection } from "@/lib/connections/test-connection";
import { openSecrets, type SecretOwner, sealSecrets, VaultError, vault } from "@/lib/connections/vault";
import type { Querier } from "@/lib/db/client";
import {
  deleteConnection,
  insertConnection,
  makeDefaultConnection,
  readSealedSecret,
  updateConnection as updateRow,
} from "@/lib/db/connections";
import type { Connection } from "@/lib/domain/connection";
import { type ConnectionId, connectionIdSchema, newId } from "@/lib/domain/ids";
import { jsonObjectSchema } from "@/lib/domain/json";
import { ToolError } from "@/lib/tools/tool-contract";

export type SaveResult =
  | { kind: "saved"; connection: Connection }
  | { kind: "refused"; problems: FieldProblem[] }
  /** Somebody else changed it at the same time. */
  | { kind: "conflict" }
  | { kind: "not-found" };

const nameSchema = z.string().trim().min(1, "A name is missing.").max(120, "The name is too long.");
/** Field name → what was entered, by the kind's form. */
const valuesSchema = z.record(z.string().max(200), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const createSchema = z.strictObject({
  kind: z.string().max(100),
  name: nameSchema,
  values: valuesSchema,
  makeDefault: z.boolean().default(false),
});

/** Makes a connection from its kind's form (`findConnectionForm`). */
export async function createConnection(request: z.input<typeof createSchema>): Promise<SaveResult> {
  const parsed = createSchema.safeParse(request);
  if (!parsed.success) return refusedBy(parsed.error);
  const { kind, name, values, makeDefault: isDefault } = parsed.data;
  const form = await findConnectionForm(kind);
  if (!form) return refused(null, `There is no kind of connection “${kind}”.`);
  const read = readForm(form, values);
  if (read.kind === "refused") return read;
  const { origin, config, secrets } = read.connection;
  const connection = await addConnection({
    kind,
    name,
    origin,
    config,
    secrets,
    isDefault,
    isSandbox: false,
  });
  return { kind: "saved", connection };
}

const addSchema = z.strictObject({
  kind: z.string().min(1).max(100),
  name: nameSchema,
  origin: z.url(),
  config: jsonObjectSchema,
  secrets: z.record(z.string(), z.string()),
  isDefault: z.boolean().default(false),
  isSandbox: z.boolean().default(false),
});

/**
 * Stores a connection whose parts are known already: the sandbox's, or the one an import makes. Throws for parts
 * that are not a connection's, as only this program calls it.
 */
export async function addConnection(
  parts: z.input<typeof addSchema>,
  querier?: Querier,
): Promise<Connection> {
  const { secrets, ...values } = addSchema.parse(parts);
  const id = newId("connection");
  const owner = { connectionId: id, kind: values.kind, origin: values.origin };
  const sealedSecret = sealSecrets(await vault(), owner, withoutEmpty(secrets));
  return insertConnection({ id, ...values, sealedSecret }, querier);
}

const updateSchema = z.strictObject({
  id: connectionIdSchema,
  name: nameSchema,
  /** A secret that is absent stays as it is; an empty one is removed. */
  values: valuesSchema,
});

/**
 * Changes a connection. Secrets belong to an origin: with another one they have to be entered again, or what was
 * meant for one service could be sent to another (P8).
 */
export async function updateConnection(request: z.input<typeof updateSchema>): Promise<SaveResult> {
  const parsed = updateSchema.safeParse(request);
  if (!parsed.success) return refusedBy(parsed.error);
  const { id, name, values } = parsed.data;
  const stored = await readSealedSecret(id);
  if (!stored) return { kind: "not-found" };
  const form = await findConnectionForm(stored.connection.kind);
  if (!form)
    return refused(
      null,
      "The API of this connection was removed. Import it again, or remove the connection.",
    );
  const read = readForm(form, values, { keepsSecrets: stored.sealedSecret !== null });
  if (read.kind === "refused") return read;
  const secretNames = form.fields.filter(({ part }) => part === "secret").map((field) => field.name);
  const sealed = await carrySecrets(stored, read.connection, secretNames);
  if (sealed.kind === "refused") return sealed;
  const { origin, config } = read.connection;
  const changes = { name, origin, config, sealedSecret: sealed.secret };
  const connection = await updateRow(id, stored.connection.origin, changes);
  return connection ? { kind: "saved", connection } : { kind: "conflict" };
}

type Carried = { kind: "sealed"; secret: string | null } | { kind: "refused"; problems: FieldProblem[] };

/** The secrets as they are to be stored: the ones entered and, on the same origin, the others as they were. */
async function carrySecrets(
  stored: { connection: Connection; sealedSecret: string | null },
  { origin, secrets }: ReadConnection,
  secretNames: readonly string[],
): Promise<Carried> {
  const before: SecretOwner = ownerOf(stored.connection);
  const after: SecretOwner = { ...before, origin };
  const missing = secretNames.filter((name) => !Object.hasOwn(secrets, name));
  if (stored.sealedSecret === null || missing.length === 0) {
    return { kind: "sealed", secret: sealSecrets(await vault(), after, withoutEmpty(secrets)) };
  }
  if (origin !== before.origin) {
    const message = `The stored credentials are for ${before.origin}. Enter them again for ${origin}.`;
    return { kind: "refused", problems: missing.map((field) => ({ field, message })) };
  }
  try {
    const kept = openSecrets(await vault(), before, stored.sealedSecret);
    return {
      kind: "sealed",
      secret: sealSecrets(await vault(), after, withoutEmpty({ ...kept, ...secrets })),
    };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { kind: "refused", problems: missing.map((field) => ({ field, message: error.message })) };
  }
}

const rotateSchema = z.strictObject({
  id: connectionIdSchema,
  secrets: z.record(z.string().max(200), z.string().min(1, "The new secret is missing.").max(10_000)),
});

/** Replaces secrets of a connection by new ones; nothing else of it changes. */
export async function rotateSecret(request: z.input<typeof rotateSchema>): Promise<SaveResult> {
  const parsed = rotateSchema.safeParse(request);
  if (!parsed.success) return refusedBy(parsed.error);
  const { id, secrets } = parsed.data;
  const stored = await readSealedSecret(id);
  if (!stored) return { kind: "not-found" };
  const form = await findConnectionForm(stored.connection.kind);
  const names = form?.fields.filter(({ part }) => part === "secret").map((field) => field.name) ?? [];
  const unknown = Object.keys(secrets).find((name) => !names.includes(name));
  if (unknown !== undefined) return refused(null, `“${unknown}” is not a secret of this connection.`);
  const { connection } = stored;
  const sealed = await carrySecrets(
    stored,
    { origin: connection.origin, config: connection.config, secrets },
    names,
  );
  if (sealed.kind === "refused") return sealed;
  const saved = await updateRow(id, connection.origin, { sealedSecret: sealed.secret });
  return saved ? { kind: "saved", connection: saved } : { kind: "conflict" };
}

/** Removes a connection and its secrets. Steps that used it say so when they run. */
export async function removeConnection(
  id: ConnectionId,
): Promise<{ kind: "removed"; connection: Connection } | { kind: "not-found" }> {
  const connection = await deleteConnection(id);
  return connection ? { kind: "removed", connection } : { kind: "not-found" };
}

/** Makes a connection the one that tools of its kind use. */
export async function makeDefault(
  id: ConnectionId,
): Promise<{ kind: "saved"; connection: Connection } | { kind: "not-found" }> {
  const connection = await makeDefaultConnection(id);
  return connection ? { kind: "saved", connection } : { kind: "not-found" };
}

/** Tries a stored connection for real. */
export async function testConnection(id: ConnectionId): Promise<ConnectionTest | { kind: "not-found" }> {
  if (!(await readSealedSecret(id))) return { kind: "not-found" };
  try {
    return await tryConnection(await openConnection(id), guardedFetch);
  } catch (error) {
    if (error instanceof ToolError) return { kind: "fails", message: error.message };
    throw error;
  }
}

function ownerOf({ id, kind, origin }: Connection): SecretOwner {
  return { connectionId: id, kind, origin };
}

function withoutEmpty(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ""));
}

function refused(field: string | null, message: string): SaveResult {
  return { kind: "refused", problems: [{ field, message }] };
}

function refusedBy(error: z.ZodError): SaveResult {
  const problems = error.issues.map((issue) => ({
    field: String(issue.path.at(-1) ?? "") || null,
    message: issue.message,
  }));
  return { kind: "refused", problems };
}
