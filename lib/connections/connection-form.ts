// The form of a connection, as data: what is asked for, which of it is secret, and what makes the origin.
import { z } from "zod";
import { jsonSchema } from "@/lib/domain/json";

export const connectionFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(["text", "number", "password", "select", "boolean"]),
  required: z.boolean(),
  help: z.string(),
  placeholder: z.string(),
  /** Filled in for a new connection: the real service's address, its usual port. */
  preset: jsonSchema,
  /** Of a select. */
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Where its value goes. Values of `secret` fields are encrypted and never shown again. */
  part: z.enum(["origin", "config", "secret"]),
});
export type ConnectionField = z.infer<typeof connectionFieldSchema>;

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
});
export type ConnectionForm = z.infer<typeof connectionFormSchema>;

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
    ...start,
  };
}
