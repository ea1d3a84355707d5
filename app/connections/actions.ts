"use server";

import { z } from "zod";
import type { ConnectionTest } from "@/lib/connections/test-connection";
import { connectionIdSchema } from "@/lib/domain/ids";
import {
  createConnection,
  makeDefault,
  removeConnection,
  type SaveResult,
  testConnection,
  updateConnection,
} from "@/lib/flow/manage-connections";
import { requireOwnPage } from "@/lib/http/own-page";

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const createSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  values: valuesSchema,
  makeDefault: z.boolean(),
});
const updateSchema = z.strictObject({ id: connectionIdSchema, name: z.string(), values: valuesSchema });
const idSchema = z.strictObject({ id: connectionIdSchema });

/** Makes a connection; what is wrong with the form comes back field by field. */
export async function createConnectionAction(request: unknown): Promise<SaveResult> {
  await requireOwnPage();
  return createConnection(createSchema.parse(request));
}

/** Changes a connection. Secrets left out stay as they are. */
export async function updateConnectionAction(request: unknown): Promise<SaveResult> {
  await requireOwnPage();
  return updateConnection(updateSchema.parse(request));
}

/** Removes a connection and its secrets. */
export async function removeConnectionAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await removeConnection(idSchema.parse(request).id);
}

/** Makes a connection the one tools of its kind use. */
export async function makeDefaultAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await makeDefault(idSchema.parse(request).id);
}

/** Tries a connection for real. */
export async function testConnectionAction(request: unknown): Promise<ConnectionTest> {
  await requireOwnPage();
  const result = await testConnection(idSchema.parse(request).id);
  return result.kind === "not-found"
    ? { kind: "fails", message: "This connection is not there any more." }
    : result;
}
