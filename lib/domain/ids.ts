import { z } from "zod";

/** Ids are opaque to everybody but the code that makes them; the prefix tells a reader what they name. */
const prefixed = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{16}$`));

export const planIdSchema = prefixed("plan").brand<"PlanId">();
export type PlanId = z.infer<typeof planIdSchema>;

export const runIdSchema = prefixed("run").brand<"RunId">();
export type RunId = z.infer<typeof runIdSchema>;

export const approvalIdSchema = prefixed("approval").brand<"ApprovalId">();
export type ApprovalId = z.infer<typeof approvalIdSchema>;

export const envelopeIdSchema = prefixed("envelope").brand<"EnvelopeId">();
export type EnvelopeId = z.infer<typeof envelopeIdSchema>;

export const questionIdSchema = prefixed("question").brand<"QuestionId">();
export type QuestionId = z.infer<typeof questionIdSchema>;

export const connectionIdSchema = prefixed("connection").brand<"ConnectionId">();
export type ConnectionId = z.infer<typeof connectionIdSchema>;

export const fileIdSchema = prefixed("file").brand<"FileId">();
export type FileId = z.infer<typeof fileIdSchema>;

export const deliveryIdSchema = prefixed("delivery").brand<"DeliveryId">();
export type DeliveryId = z.infer<typeof deliveryIdSchema>;

export const signInIdSchema = prefixed("signin").brand<"SignInId">();
export type SignInId = z.infer<typeof signInIdSchema>;

export const importIdSchema = prefixed("import").brand<"ImportId">();
export type ImportId = z.infer<typeof importIdSchema>;

export const recipientIdSchema = prefixed("recipient").brand<"RecipientId">();
export type RecipientId = z.infer<typeof recipientIdSchema>;

export const hookIdSchema = prefixed("hook").brand<"HookId">();
export type HookId = z.infer<typeof hookIdSchema>;

/** Unique within its plan; short, because people read it: `s1`, `s2`, … */
export const stepIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "a step id is 1 to 32 of a-z, 0-9 and -, beginning with a letter")
  .brand<"StepId">();
export type StepId = z.infer<typeof stepIdSchema>;

/** `<source>.<operation>`: `email.send`, `weather.getForecast`. Never a path or a module name (P7). */
export const toolIdSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_-]{0,63}\.[a-zA-Z0-9_.-]{1,128}$/)
  .brand<"ToolId">();
export type ToolId = z.infer<typeof toolIdSchema>;

type Prefix =
  | "plan"
  | "run"
  | "approval"
  | "envelope"
  | "question"
  | "connection"
  | "file"
  | "delivery"
  | "signin"
  | "import"
  | "recipient"
  | "hook";
interface IdByPrefix {
  plan: PlanId;
  run: RunId;
  approval: ApprovalId;
  envelope: EnvelopeId;
  question: QuestionId;
  connection: ConnectionId;
  file: FileId;
  delivery: DeliveryId;
  import: ImportId;
  signin: SignInId;
  recipient: RecipientId;
  hook: HookId;
}

/** A new id: 80 random bits, written in base 32. */
export function newId<P extends Prefix>(prefix: P): IdByPrefix[P] {
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = Array.from(bytes, (byte) => alphabet[byte & 31]).join("");
  return `${prefix}_${text}` as unknown as IdByPrefix[P];
}
