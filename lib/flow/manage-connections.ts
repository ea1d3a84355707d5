// Making, changing and removing connections. Secrets come in, and never go out again.
import { z } from "zod";
import type { FieldProblem } from "@/lib/connections/connection-form";
import { findConnectionForm } from "@/lib/connections/find-form";
import { type ReadConnection, readForm } from "@/lib/connections/read-form";
import { openSecrets, ownerOf, sealedNames, sealSecrets, VaultError, vault } from "@/lib/connections/vault";
import type { Querier } from "@/lib/db/client";
import {
  deleteConnection,
  insertConnection,
  makeDefaultConnection,
  readSealedSecret,
  type StoredConnection,
  updateConnection as updateRow,
} from "@/lib/db/connections";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { Connection } from "@/lib/domain/connection";
import { type ConnectionId, connectionIdSchema, newId } from "@/lib/domain/ids";
import { jsonObjectSchema } from "@/lib/domain/json";
import { boundOrigins } from "@/lib/domain/oauth-settings";

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
  kind: z.string().max(300),
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
  kind: z.string().min(1).max(300),
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
  const sealedSecret = sealSecrets(await vault(), ownerOf({ id, ...values }), withoutEmpty(secrets));
  return insertConnection({ id, ...values, sealedSecret }, querier);
}

const updateSchema = z.strictObject({
  id: connectionIdSchema,
  name: nameSchema,
  /** A secret that is absent stays as it is; an empty one is removed. */
  values: valuesSchema,
});

/**
 * Changes a connection. Secrets belong to the origins they may be sent to: with others they have to be entered again,
 * or what was meant for one service could be sent to another (P8).
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
  const read = readForm(form, values, { storedSecrets: sealedNames(stored.sealedSecret) });
  if (read.kind === "refused") return read;
  const sealed = await carrySecrets(stored, read.connection);
  if (sealed.kind === "refused") return sealed;
  const { origin, config } = read.connection;
  const changes = isSame(stored.connection, read.connection)
    ? { name }
    : { name, origin, config, sealedSecret: sealed.secret };
  const connection = await updateRow({ id, version: stored.version }, changes, {
    forgetsGrants: isOtherClient(stored.connection, read.connection),
  });
  return connection ? { kind: "saved", connection } : { kind: "conflict" };
}

/** Nothing but the name was changed: what is known of the connection goes on being true. */
function isSame(before: Connection, after: ReadConnection): boolean {
  return (
    Object.keys(after.secrets).length === 0 &&
    before.origin === after.origin &&
    canonicalJson(before.config) === canonicalJson(after.config)
  );
}

/** What was granted was granted to this client, for these scopes, by this service. */
function isOtherClient(before: Connection, after: ReadConnection): boolean {
  const grantedTo = ({ origin, config }: Pick<Connection, "origin" | "config">) =>
    canonicalJson([origin, config.oauth ?? null]);
  return grantedTo(before) !== grantedTo(after);
}

type Carried = { kind: "sealed"; secret: string | null } | { kind: "refused"; problems: FieldProblem[] };

/** The secrets as they are to be stored: the ones entered and, for the same origins, the others as they were. */
async function carrySecrets(
  { connection, sealedSecret }: StoredConnection,
  after: ReadConnection,
): Promise<Carried> {
  const { origin, config, secrets, secretNames } = after;
  const owner = ownerOf({ ...connection, origin, config });
  const stored = sealedNames(sealedSecret);
  const missing = secretNames.filter((name) => stored.has(name) && !Object.hasOwn(secrets, name));
  if (missing.length === 0) {
    return { kind: "sealed", secret: sealSecrets(await vault(), owner, withoutEmpty(secrets)) };
  }
  const refuse = (message: string): Carried => ({
    kind: "refused",
    problems: missing.map((field) => ({ field, message })),
  });
  if (owner.origin !== boundOrigins(connection)) {
    const [before, now] = [boundOrigins(connection), owner.origin].map((origins) =>
      origins.replaceAll(" ", " and "),
    );
    return refuse(`The stored credentials are for ${before}. Enter them again for ${now}.`);
  }
  try {
    const before = openSecrets(await vault(), ownerOf(connection), sealedSecret);
    const kept = Object.fromEntries(missing.map((name) => [name, before[name] ?? ""]));
    return {
      kind: "sealed",
      secret: sealSecrets(await vault(), owner, withoutEmpty({ ...kept, ...secrets })),
    };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return refuse(error.message);
  }
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
