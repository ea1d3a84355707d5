// The form of a connection, as data: what is asked for, which of it is secret, and what makes the origin.
import { z } from "zod";
import { jsonSchema } from "@/lib/domain/json";

export const connectionFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  /** `address`: https, or http on this machine. `choices`: any of the options, separated by spaces. */
  type: z.enum(["text", "number", "password", "select", "boolean", "address", "choices"]),
  required: z.boolean(),
  help: z.string(),
  placeholder: z.string(),
  /** Filled in for a new connection: the real service's address, its usual port. */
  preset: jsonSchema,
  /** Of a select or choices; what a text may well be. */
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Where its value goes. Values of `secret` fields are encrypted and never shown again. */
  part: z.enum(["origin", "config", "secret", "oauth"]),
  /** Rarely needed: shown on demand. */
  isRare: z.boolean(),
});
export type ConnectionField = z.infer<typeof connectionFieldSchema>;

/** One of several ways to prove who calls, with the fields it needs. */
export const connectionMethodSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  fields: z.array(connectionFieldSchema),
  /** How a token is got; null when the credentials are entered. */
  flow: z.enum(["authorizationCode", "clientCredentials"]).nullable(),
  /** Where the service describes its own addresses: they are read when the person asks for it. */
  metadataUrl: z.string().nullable(),
  /** The secrets the token stands for: of all schemes that go into the same place of a request. */
  tokenNames: z.array(z.string()),
  /** Entered secrets that stand for others as well, by name. */
  alsoFor: z.record(z.string(), z.array(z.string())),
});
export type ConnectionMethod = z.infer<typeof connectionMethodSchema>;

export const connectionFormSchema = z.object({
  kind: z.string(),
  /** What it connects to: "Slack". */
  title: z.string(),
  description: z.string(),
  /** Name of a Lucide icon. */
  icon: z.string(),
  fields: z.array(connectionFieldSchema),
  /** Where its credentials go when that is settled already, and not asked for. */
  fixedOrigin: z.string().optional(),
  /** Ways to sign in to choose one of; empty when the fields above are all. */
  methods: z.array(connectionMethodSchema),
});
export type ConnectionForm = z.infer<typeof connectionFormSchema>;

/** What a connection can be made to, as it is listed. */
export const connectionKindSchema = connectionFormSchema.pick({
  kind: true,
  title: true,
  description: true,
  icon: true,
});
export type ConnectionKind = z.infer<typeof connectionKindSchema>;

/** Something wrong with what was entered; `field` null for the form as a whole. */
export interface FieldProblem {
  field: string | null;
  message: string;
}

type FieldStart = Pick<ConnectionField, "name" | "label" | "part"> & Partial<ConnectionField>;

/** A field with what most fields have. */
export function connectionField(start: FieldStart): ConnectionField {
  return {
    type: start.part === "secret" ? "password" : "text",
    required: true,
    help: "",
    placeholder: "",
    preset: null,
    options: [],
    isRare: false,
    ...start,
  };
}

/** The name under which the chosen method is among a form's values. */
export const methodName = "method";

/** The method that values choose: the first when they name none; null when the form has none, or not this one. */
export function chosenMethod(
  form: ConnectionForm,
  values: Readonly<Record<string, unknown>>,
): ConnectionMethod | null {
  const wanted = Object.hasOwn(values, methodName) ? values[methodName] : undefined;
  if (wanted === undefined || wanted === null) return form.methods[0] ?? null;
  return form.methods.find(({ id }) => id === wanted) ?? null;
}

/** The fields that count: the form's own and those of the chosen method. */
export function fieldsOf(form: ConnectionForm, method: ConnectionMethod | null): ConnectionField[] {
  return [...form.fields, ...(method?.fields ?? [])];
}
