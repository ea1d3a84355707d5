"use server";

import { z } from "zod";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import { connectionIdSchema } from "@/lib/domain/ids";
import { modelRoleSchema } from "@/lib/domain/language-model";
import {
  chooseModel,
  chooseRole,
  type ModelRequest,
  removeModel,
  type SavedModel,
  saveModel,
  testModel,
} from "@/lib/flow/manage-models";
import { requireOwnPage } from "@/lib/http/own-page";

const idSchema = z.strictObject({ id: connectionIdSchema });
const anyIdSchema = z.strictObject({ id: z.union([connectionIdSchema, z.literal("environment")]) });
const chosenSchema = z.strictObject({ id: connectionIdSchema.nullable() });
const roleSchema = z.strictObject({ role: modelRoleSchema });

/** Configures a model; what is wrong with the form comes back field by field. */
export async function saveModelAction(request: ModelRequest): Promise<SavedModel> {
  await requireOwnPage();
  return saveModel(request);
}

/** Removes a model and its key. */
export async function removeModelAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await removeModel(idSchema.parse(request).id);
}

/** Chooses the model in use, or none. False when it is not there any more. */
export async function chooseModelAction(request: unknown): Promise<boolean> {
  await requireOwnPage();
  return chooseModel(chosenSchema.parse(request).id);
}

/** What the model in use is for. */
export async function chooseRoleAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await chooseRole(roleSchema.parse(request).role);
}

/** Really asks a model something. */
export async function testModelAction(request: unknown): Promise<ConnectionTest> {
  await requireOwnPage();
  return testModel(anyIdSchema.parse(request).id);
}
