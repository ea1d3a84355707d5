import { z } from "zod";
import { planIdSchema, toolIdSchema } from "./ids";
import { type Json, type JsonSchema, jsonSchema } from "./json";
import type { Tool } from "./tool";

/** Plans in which a person has to have chosen the same value before it is suggested. */
export const timesToRemember = 2;

/** A value a person gave an input of a tool, and in which plans. */
export const rememberedValueSchema = z.strictObject({
  toolId: toolIdSchema,
  toolTitle: z.string(),
  input: z.string(),
  inputTitle: z.string(),
  value: jsonSchema,
  plans: z.array(z.strictObject({ planId: planIdSchema, goal: z.string() })),
  lastAt: z.iso.datetime(),
  /** Chosen often enough to be suggested. */
  isUsed: z.boolean(),
});
export type RememberedValue = z.infer<typeof rememberedValueSchema>;

const secretNames =
  /pass(?:word|phrase|code)|secret|token|credential|api.?key|access.?key|private.?key|authorization|\bauth\b|cookie|session|signature|\bpin\b|\bcvv\b|\bcvc\b|\biban\b|card.?number|\bssn\b/i;
/** Long and mixed, without spaces: a key rather than a name; or one that says itself what it is. */
const secretTexts =
  /^(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[abprs]|AKIA|ASIA|eyJ)[-_A-Za-z0-9.]{12,}$|^(?:bearer|basic) \S+|-----BEGIN|^(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9+/=_-]{24,}$/i;
const mostCharacters = 200;
const mostItems = 20;

/** Whether a value may be remembered: one that is short, for an input and of a look that are no secret's. */
export function isMemorable(tool: Tool, input: string, value: Json): boolean {
  const schema = tool.input.properties?.[input];
  return schema !== undefined && !isSecretInput(tool, input) && isPlain(value);
}

/** Whether an input is for a secret, by its name or its format. */
export function isSecretInput(tool: Tool, input: string): boolean {
  const schema: JsonSchema = tool.input.properties?.[input] ?? {};
  return (
    secretNames.test(`${spokenName(input)} ${schema.title ?? ""}`) ||
    schema.format === "password" ||
    schema.writeOnly === true
  );
}

const spokenName = (name: string) =>
  `${name} ${name.replace(/([a-z])([A-Z])/g, "$1 $2")}`.replaceAll("_", " ");

const saidSecrets =
  /\b((?:\w+[_-])?(?:pass(?:word|phrase|code)|secret|token|credentials?|api[ _-]?key|access[ _-]?key|private[ _-]?key|pin|cvv|iban)s?\b["']?(?:\s+(?:is|are|was)\b|\s*[:=])\s*["']?)\S+/gi;
/** What an account is signed in with, as headers say it. */
const signedIn = /\b(authorization\s*[:=]\s*["']?(?:\w+\s+)?|bearer\s+(?=\S*\d)(?=\S{6}))\S+/gi;
/** A name and a password in an address. */
const signedInAddress = /(:\/\/)[^\s/@]+:[^\s/@]+@/g;

/** A text as it may be shown elsewhere: what looks like a secret, or is called one, is blanked. */
export function withoutSecrets(text: string): string {
  return text
    .replace(signedInAddress, "$1[secret]@")
    .replace(signedIn, "$1[secret]")
    .replace(saidSecrets, "$1[secret]")
    .replace(/\S+/g, (word) =>
      secretTexts.test(word.replace(/^["'“(<]+|["'”)>.,;:!?]+$/g, "")) ? "[secret]" : word,
    );
}

/** A value as it may be shown elsewhere: `withoutSecrets`, and all that stands under a name for a secret is blanked. */
export function valueWithoutSecrets(value: Json): Json {
  if (typeof value === "string") return withoutSecrets(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(valueWithoutSecrets);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      withoutSecrets(name),
      secretNames.test(spokenName(name)) && inner !== null ? "[secret]" : valueWithoutSecrets(inner),
    ]),
  );
}

function isPlain(value: Json): boolean {
  if (typeof value === "string")
    return (
      value.trim() !== "" &&
      value.length <= mostCharacters &&
      !/[\r\n]/.test(value) &&
      !secretTexts.test(value.trim())
    );
  if (Array.isArray(value))
    return (
      value.length > 0 &&
      value.length <= mostItems &&
      value.every((one) => !Array.isArray(one) && isPlain(one))
    );
  return typeof value === "number" || typeof value === "boolean";
}
