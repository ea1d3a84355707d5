// The language model in use: the one the environment names, or else the one a person chose on the Models page.
import type { LanguageModel as SdkModel } from "ai";
import { openConnection } from "@/lib/connections/open-connection";
import { readModelSettings } from "@/lib/db/language-models";
import type { ConnectionId } from "@/lib/domain/ids";
import {
  type ModelPrice,
  type ModelProvider,
  type ModelRole,
  modelName,
  modelProviderSchema,
} from "@/lib/domain/language-model";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { env } from "@/lib/env";
import type { OpenConnection } from "@/lib/tools/tool-contract";
import { providerAddress, providerModel } from "./provider-model";
import { readModelConfig } from "./read-model-config";

export interface UsableModel {
  /** `<provider>/<model>` */
  name: string;
  sdk: SdkModel;
  price: ModelPrice | null;
  role: ModelRole;
  /** Where its settings are changed, for messages. */
  setIn: "environment" | "page";
  /** Blanks its key out of what it answers (S1). */
  scrub: (text: string) => string;
}

/** What the environment says of a model; null when it names none. Throws an error that names the setting that is wrong. */
export function environmentModel() {
  const settings = env();
  const { LAMPLIGHT_MODEL: name, LAMPLIGHT_MODEL_BASE_URL: baseUrl } = settings;
  if (name === undefined) return null;
  const slash = name.indexOf("/");
  const provider = modelProviderSchema.parse(name.slice(0, slash));
  const address = baseUrl ?? providerAddress(provider);
  if (address === "") {
    throw new Error("LAMPLIGHT_MODEL=openai-compatible/… needs LAMPLIGHT_MODEL_BASE_URL.");
  }
  const ownVariable = keyVariables[provider];
  const keyVariable =
    settings.LAMPLIGHT_MODEL_API_KEY !== undefined || ownVariable === null
      ? "LAMPLIGHT_MODEL_API_KEY"
      : ownVariable;
  const key = settings[keyVariable];
  const variables = [
    "LAMPLIGHT_MODEL",
    ...(baseUrl === undefined ? [] : ["LAMPLIGHT_MODEL_BASE_URL"]),
    ...(key === undefined ? [] : [keyVariable]),
  ];
  return { provider, model: name.slice(slash + 1), address, key: key ?? "", variables };
}

const keyVariables = {
  openai: "OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  google: "GOOGLE_GENERATIVE_AI_API_KEY",
  "openai-compatible": null,
} as const satisfies Record<ModelProvider, string | null>;

/** The environment's model, ready to be asked; null when there is none. Throws for settings that are wrong. */
export function openEnvironmentModel(role: ModelRole): UsableModel | null {
  const settings = environmentModel();
  if (!settings) return null;
  return {
    name: modelName(settings),
    // Whoever sets the environment says where it may reach.
    sdk: providerModel({ ...settings, privateNetwork: true }),
    price: null,
    role,
    setIn: "environment",
    scrub: secretScrubber([settings.key]),
  };
}

/** A configured model, ready to be asked. Throws a `credentials` ToolError when its key can't be had. */
export async function openModel(id: ConnectionId, role: ModelRole): Promise<UsableModel> {
  return usable(await openConnection(id), role);
}

function usable({ origin, config, secret }: OpenConnection, role: ModelRole): UsableModel {
  const settings = readModelConfig({ origin, config });
  const key = secret.key ?? "";
  return {
    name: modelName(settings),
    sdk: providerModel({ ...settings, key }),
    price: settings.price,
    role,
    setIn: "page",
    scrub: secretScrubber([key]),
  };
}

/** True when a model is in use, whatever for. */
export async function isModelInUse(): Promise<boolean> {
  return env().LAMPLIGHT_MODEL !== undefined || (await readModelSettings()).inUse !== null;
}

/** The model in use; null when there is none. Throws when its settings are wrong or its key can't be had. */
export async function modelInUse(): Promise<UsableModel | null> {
  const { inUse, role } = await readModelSettings();
  const fromEnvironment = openEnvironmentModel(role);
  if (fromEnvironment) return fromEnvironment;
  return inUse === null ? null : openModel(inUse, role);
}
