// What a server asks of the person in the middle of a call. It is put as a question of the step; what is answered goes
// back only when it fits what was asked for.
import type { ElicitRequestParams, ElicitResult } from "@modelcontextprotocol/client";
import type { QuestionForm } from "@/lib/domain/elicitation";
import { isJsonObject, type JsonObject, type JsonSchema, jsonSchemaSchema } from "@/lib/domain/json";
import type { ToolContext } from "@/lib/tools/tool-contract";

type AskPerson = NonNullable<ToolContext["askPerson"]>;

const mostQuestions = 20;
const longestQuestion = 4000;
const mostFields = 40;

export class Elicitations {
  private askPerson: AskPerson | null = null;
  private asked = 0;

  constructor(private readonly serverTitle: string) {}

  /** While `work` goes on, the server's questions go to this person; to nobody when null. */
  async during<T>(askPerson: AskPerson | null, work: () => Promise<T>): Promise<T> {
    this.askPerson = askPerson;
    this.asked = 0;
    try {
      return await work();
    } finally {
      this.askPerson = null;
    }
  }

  /** The answer to a question; `cancel` when nobody can be asked, or it is not one a form can be made of. */
  async ask(params: ElicitRequestParams, signal: AbortSignal): Promise<ElicitResult> {
    const form = formOf(params);
    this.asked += 1;
    if (!this.askPerson || !form || this.asked > mostQuestions) return { action: "cancel" };
    const question = `“${this.serverTitle}” asks: ${params.message.slice(0, longestQuestion)}`;
    const answer = await this.askPerson({ question, form }, signal);
    if (answer.action !== "accept" || form.kind === "page") return { action: answer.action };
    return { action: "accept", content: answer.content as NonNullable<ElicitResult["content"]> };
  }
}

function formOf(params: ElicitRequestParams): QuestionForm | null {
  if (params.mode === "url") {
    const isWeb = URL.canParse(params.url) && /^https?:$/.test(new URL(params.url).protocol);
    return isWeb ? { kind: "page", url: params.url.slice(0, 4000) } : null;
  }
  const schema = formSchema(params.requestedSchema as unknown);
  return schema && { kind: "form", schema };
}

/** The schema of a form: an object whose members are texts, numbers, yes or no, or choices. */
function formSchema(requested: unknown): JsonSchema | null {
  if (!isJsonObject(requested)) return null;
  const parsed = jsonSchemaSchema.safeParse(requested);
  if (!parsed.success) return null;
  const fields = Object.entries(parsed.data.properties ?? {}).filter(([name]) => name !== "__proto__");
  if (fields.length > mostFields) return null;
  const known = fields.filter(([, field]) => isField(field));
  if (known.length !== fields.length) return null;
  const names = new Set(fields.map(([name]) => name));
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => [name, plainField(field)])),
    required: (parsed.data.required ?? []).filter((name) => names.has(name)),
    additionalProperties: false,
  };
}

const simpleTypes = new Set(["string", "number", "integer", "boolean"]);

function isField(field: JsonSchema): boolean {
  if (typeof field.type !== "string") return false;
  if (field.type === "array") return choicesOf(field.items ?? {}).length > 0;
  return simpleTypes.has(field.type);
}

interface Choice {
  value: string;
  title: string;
}

/** The choices of a field, in any of the ways the protocol has to write them. */
function choicesOf(field: JsonSchema): Choice[] {
  const titled = field.oneOf ?? field.anyOf;
  if (titled) {
    return titled.flatMap((one) =>
      typeof one.const === "string" ? [{ value: one.const, title: one.title ?? one.const }] : [],
    );
  }
  const names = Array.isArray(field.enumNames) ? field.enumNames : [];
  return (field.enum ?? []).flatMap((value, index) => {
    const title = names[index];
    return typeof value === "string" ? [{ value, title: typeof title === "string" ? title : value }] : [];
  });
}

/** The field with nothing but what a form and its check need. */
function plainField(field: JsonSchema): JsonSchema {
  const kept: JsonObject = {};
  for (const key of ["type", "title", "description", "format", "default", "minimum", "maximum"] as const) {
    const value = field[key];
    if (value !== undefined) kept[key] = value as JsonObject[string];
  }
  for (const key of ["minLength", "maxLength", "minItems", "maxItems"] as const) {
    if (typeof field[key] === "number") kept[key] = field[key];
  }
  if (field.type === "array") return { ...kept, items: choiceSchema(choicesOf(field.items ?? {})) };
  const choices = choicesOf(field);
  return choices.length > 0 ? { ...kept, ...choiceSchema(choices) } : kept;
}

const choiceSchema = (choices: Choice[]): JsonSchema => ({
  type: "string",
  enum: choices.map(({ value }) => value),
  enumTitles: choices.map(({ title }) => title),
});
