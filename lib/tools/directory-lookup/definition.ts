import type { JsonSchema } from "@/lib/domain/json";
import { defineTool } from "@/lib/tools/define-tool";

const name: JsonSchema = { type: "string", title: "Name", description: "Full name." };
const email: JsonSchema = { type: "string", format: "email", title: "E-mail address" };
const phone: JsonSchema = {
  type: "string",
  format: "phone",
  title: "Phone number",
  description: "E.164: +14155550100.",
};
const handle: JsonSchema = {
  type: "string",
  format: "chat-destination",
  title: "Chat handle",
  description: "Where direct messages reach the person: @ada.",
};

export const directoryLookup = defineTool({
  id: "directory.lookup",
  title: "Look up people in the staff directory",
  description:
    "Finds people, teams and roles in the company's staff directory: who is in the marketing team, who is the on-call engineer, and their e-mail addresses, phone numbers, chat handles and job titles.",
  examples: [
    "Who is in the marketing team",
    "Find the e-mail addresses of the sales team",
    "What is Ada Lovelace's phone number",
    "Who is on call right now",
    "Contact details of the head of finance",
  ],
  icon: "book-user",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      who: {
        type: "string",
        format: "team-or-person",
        title: "Who",
        description: "A team, a role or a person: “the marketing team”, “on-call engineer”, “Ada Lovelace”.",
        minLength: 1,
        maxLength: 200,
      },
      fields: {
        type: "array",
        title: "Details",
        description: "People who lack one of these are left out. Left out: everybody found.",
        items: { type: "string", enum: ["email", "phone", "handle", "title", "team"] },
        uniqueItems: true,
      },
    },
    required: ["who"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      emails: {
        type: "array",
        title: "E-mail addresses",
        description: "Of everybody found.",
        items: email,
      },
      phones: {
        type: "array",
        title: "Phone numbers",
        description: "Of everybody found.",
        items: phone,
      },
      handles: {
        type: "array",
        title: "Chat handles",
        description: "Of everybody found.",
        items: handle,
      },
      names: { type: "array", title: "Names", description: "Of everybody found.", items: name },
      email: { ...email, description: "Of the first person found." },
      phone: { ...phone, description: "Of the first person found." },
      handle: { ...handle, description: "Of the first person found." },
      name: { ...name, description: "Of the first person found." },
      people: {
        type: "array",
        title: "People",
        description: "Everybody found, by name.",
        items: {
          type: "object",
          properties: {
            name,
            title: { type: "string", title: "Job title" },
            email,
            phone,
            handle,
            team: { type: "string", title: "Team" },
          },
          required: ["name"],
        },
      },
      count: { type: "integer", title: "How many", description: "How many people were found." },
    },
    required: ["emails", "phones", "handles", "names", "name", "people", "count"],
    additionalProperties: false,
  },
  outputTrust: "trusted",
  controlInputs: ["who"],
  connectionKind: "scim",
  timeoutMs: 15_000,
  retry: { attempts: 3, backoffMs: 500 },
  idempotency: "natural",
  asksPerson: false,
});
