import { defineTool } from "@/lib/tools/define-tool";

export const textCompose = defineTool({
  id: "text.compose",
  title: "Write a text",
  description:
    "Writes a text, message, report or draft from values: fills a template, or puts titles, paragraphs, lists and small tables together. With a language model configured, the model writes it from your instructions.",
  examples: [
    "Write a short report from these figures",
    "Draft a message to customers about the delay",
    "Compose a thank-you note",
    "Fill in the letter template with these values",
  ],
  icon: "pen-line",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      values: {
        type: "object",
        title: "Values",
        description: "Named values the text is made from: results of earlier steps, names, dates.",
        additionalProperties: true,
      },
      template: {
        type: "string",
        title: "Template",
        description:
          "The text with {{name}} where a value goes; {{#list}}…{{/list}} repeats for each item of a list.",
        maxLength: 100_000,
      },
      instructions: {
        type: "string",
        title: "Instructions",
        description: "What the text should say and how. Used when a language model is configured.",
        maxLength: 10_000,
      },
      title: { type: "string", title: "Title", description: "Heading of the text.", maxLength: 200 },
    },
    required: ["values"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      text: { type: "string", format: "text", title: "Text", description: "The text that was written." },
      html: { type: "string", title: "As HTML", description: "The same text formatted for mail." },
    },
    required: ["text", "html"],
    additionalProperties: false,
  },
  outputTrust: "derived",
  controlInputs: [],
  connectionKind: null,
  timeoutMs: 60_000,
  retry: { attempts: 2, backoffMs: 1000 },
  idempotency: "natural",
  asksPerson: false,
});
