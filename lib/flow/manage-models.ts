// Language models: listing, configuring, choosing and trying them. Keys come in, and never go out again.
import { z } from "zod";
import { providerAddress } from "@/lib/ai/provider-model";
import { readModelConfig } from "@/lib/ai/read-model-config";
import { tryModel } from "@/lib/ai/try-model";
import { environmentModel, openEnvironmentModel, openModel } from "@/lib/ai/usable-model";
import { literalAddressProblem } from "@/lib/connections/address-rules";
import type { FieldProblem } from "@/lib/connections/connection-form";
import { isLoopback } from "@/lib/connections/read-oauth";
import { readSealedSecret, recordTest } from "@/lib/db/connections";
import {
  changeModelSettings,
  isStoredModel,
  listStoredModels,
  readModelSettings,
} from "@/lib/db/language-models";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import { type ConnectionId, connectionIdSchema } from "@/lib/domain/ids";
import {
  type LanguageModel,
  type ModelRole,
  type Models,
  modelKind,
  modelName,
  modelProviderSchema,
} from "@/lib/domain/language-model";
import { ToolError } from "@/lib/tools/tool-contract";
import { createConnection, removeConnection, updateConnection } from "./manage-connections";

/** All models there are: the environment's first, which is the one in use when there is one. */
export async function listModels(): Promise<Models> {
  const [stored, settings] = await Promise.all([listStoredModels(), readModelSettings()]);
  const fromEnvironment = environmentModel();
  const models = stored.map(
    ({ id, hasSecret, lastTest, ...connection }): LanguageModel => ({
      ...readModelConfig(connection),
      id,
      hasKey: hasSecret,
      isInUse: fromEnvironment === null && settings.inUse === id,
      variables: [],
      lastTest,
    }),
  );
  if (!fromEnvironment) return { models, role: settings.role };
  const { key, ...shown } = fromEnvironment;
  const first: LanguageModel = {
    ...shown,
    id: "environment",
    privateNetwork: true,
    hasKey: key !== "",
    price: null,
    isInUse: true,
    lastTest: null,
  };
  return { models: [first, ...models], role: settings.role };
}

/** The model that has a hand in whole plans, by name; null when the embedded planner writes them alone. */
export async function planWritingModel(): Promise<string | null> {
  const { models, role } = await listModels();
  const inUse = models.find(({ isInUse }) => isInUse);
  return inUse && role !== "decisions" ? modelName(inUse) : null;
}

const priceSchema = z
  .number("The price must be a number.")
  .min(0, "The price can't be negative.")
  .max(1_000_000);
export const modelRequestSchema = z.strictObject({
  /** Null for a new one. */
  id: connectionIdSchema.nullable(),
  provider: modelProviderSchema,
  model: z.string().trim().min(1, "The model's name is missing.").max(200, "The name is too long."),
  /** Empty: the provider's own. */
  address: z.string().trim().max(2000),
  privateNetwork: z.boolean(),
  /** Null: stays as it is. Empty: none. */
  key: z.string().max(10_000).nullable(),
  /** US dollars per million tokens. */
  inputPrice: priceSchema.nullable(),
  outputPrice: priceSchema.nullable(),
});
export type ModelRequest = z.infer<typeof modelRequestSchema>;

export type SavedModel =
  | { kind: "saved"; id: ConnectionId }
  | { kind: "refused"; problems: FieldProblem[] }
  /** Somebody else changed or removed it at the same time. */
  | { kind: "conflict" };

/** Configures a model. A key belongs to the address it was entered for: with another one it has to be entered again (P8). */
export async function saveModel(request: ModelRequest): Promise<SavedModel> {
  const parsed = modelRequestSchema.safeParse(request);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      field: String(path[0] ?? "") || null,
      message,
    }));
    return { kind: "refused", problems };
  }
  const { id, key, inputPrice, outputPrice, ...rest } = parsed.data;
  const address = (rest.address || providerAddress(rest.provider)).replace(/\/+$/, "");
  const problem = addressProblem(address, rest.privateNetwork);
  if (problem) return { kind: "refused", problems: [problem] };
  const values = {
    ...rest,
    address,
    key,
    inputPrice: inputPrice === null ? null : String(inputPrice),
    outputPrice: outputPrice === null ? null : String(outputPrice),
  };
  const name = modelName(rest).slice(0, 120);
  if (id !== null && !(await isStoredModel(id))) return { kind: "conflict" };
  const saved =
    id === null
      ? await createConnection({ kind: modelKind, name, values })
      : await updateConnection({ id, name, values });
  if (saved.kind === "saved") return { kind: "saved", id: saved.connection.id };
  return saved.kind === "refused" ? saved : { kind: "conflict" };
}

/** Why goals and a key can't be sent to an address; null when they can. */
function addressProblem(address: string, privateNetwork: boolean): FieldProblem | null {
  const wrong = (message: string) => ({ field: "address", message });
  if (address === "") return wrong("The address is missing. Ollama's is http://127.0.0.1:11434/v1.");
  if (!URL.canParse(address)) return wrong("Write the whole address, beginning with https://.");
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:")
    return wrong("The address must begin with https:// or http://.");
  const isPrivate = literalAddressProblem(hostname) !== null;
  if (isPrivate && !privateNetwork) {
    const where = isLoopback(hostname) ? "on this machine" : "on a private network";
    return { field: "privateNetwork", message: `${hostname} is ${where}. Tick this to allow it.` };
  }
  if (protocol === "http:" && !isPrivate)
    return wrong(
      "The address must begin with https://: goals and keys don't cross the internet in the clear.",
    );
  return null;
}

/** Removes a model and its key; the embedded planner plans when it was in use. */
export async function removeModel(id: ConnectionId): Promise<void> {
  if (await isStoredModel(id)) await removeConnection(id);
}

/** Chooses the model in use; null: none. False when there is no such model. */
export async function chooseModel(id: ConnectionId | null): Promise<boolean> {
  if (id !== null && !(await isStoredModel(id))) return false;
  await changeModelSettings({ inUse: id });
  return true;
}

/** What the model in use is for. */
export async function chooseRole(role: ModelRole): Promise<void> {
  await changeModelSettings({ role });
}

/** Asks a model one tiny question, and remembers what came of it. */
export async function testModel(id: ConnectionId | "environment"): Promise<ConnectionTest> {
  if (id === "environment") {
    const model = openEnvironmentModel("plans");
    if (!model) return { kind: "fails", message: "The environment names no model any more." };
    return tryModel(model, environmentModel()?.address ?? "");
  }
  const stored = await readSealedSecret(id);
  if (!stored || stored.connection.kind !== modelKind)
    return { kind: "fails", message: "This model is not there any more." };
  const test = await tested(id, stored.connection.origin);
  await recordTest({ id, version: stored.version }, { ...test, at: new Date().toISOString() });
  return test;
}

async function tested(id: ConnectionId, place: string): Promise<ConnectionTest> {
  try {
    return await tryModel(await openModel(id, "plans"), place);
  } catch (error) {
    if (error instanceof ToolError) return { kind: "fails", message: error.message };
    throw error;
  }
}
