"use server";

import { z } from "zod";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import { connectionIdSchema } from "@/lib/domain/ids";
import { type LookUpResult, lookUpSignIn } from "@/lib/flow/look-up-sign-in";
import {
  createConnection,
  makeDefault,
  removeConnection,
  type SaveResult,
  updateConnection,
} from "@/lib/flow/manage-connections";
import { type StartResult, startSignIn } from "@/lib/flow/start-sign-in";
import { type RotateResult, rotateSecret, testConnection } from "@/lib/flow/try-connection";
import { takeBrowserKey } from "@/lib/http/browser-key";
import { callbackAddress } from "@/lib/http/callback-address";
import { requireOwnPage } from "@/lib/http/own-page";

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const createSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  values: valuesSchema,
  makeDefault: z.boolean(),
});
const updateSchema = z.strictObject({ id: connectionIdSchema, name: z.string(), values: valuesSchema });
const rotateSchema = z.strictObject({
  id: connectionIdSchema,
  secrets: z.record(z.string(), z.string()),
  evenIfRefused: z.boolean(),
});
const idSchema = z.strictObject({ id: connectionIdSchema });
const lookUpSchema = z.strictObject({ kind: z.string().max(500), method: z.string().max(500) });

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

/** Replaces secrets; the old ones stay until the service takes the new ones. */
export async function rotateSecretAction(request: unknown): Promise<RotateResult> {
  await requireOwnPage();
  return rotateSecret(rotateSchema.parse(request));
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

/** Where the browser has to go for a person to sign in at the service. */
export async function startSignInAction(request: unknown): Promise<StartResult> {
  await requireOwnPage();
  return startSignIn({
    connectionId: idSchema.parse(request).id,
    redirectUri: await callbackAddress(),
    returnTo: "/connections",
    browserKey: await takeBrowserKey(),
  });
}

/** Reads the addresses of a sign-in from where the API's document says they are. */
export async function lookUpSignInAction(request: unknown): Promise<LookUpResult> {
  await requireOwnPage();
  return lookUpSignIn(lookUpSchema.parse(request));
}
