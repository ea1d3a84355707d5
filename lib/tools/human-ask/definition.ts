import { defineTool } from "@/lib/tools/define-tool";

export const humanAsk = defineTool({
  id: "human.ask",
  title: "Ask a person",
  description:
    "Stops and asks you a question while the plan runs, then goes on with the answer: a choice, a confirmation, a missing detail.",
  examples: [
    "Ask me which option to take",
    "Let me choose before going on",
    "Check with me first",
    "Ask for confirmation of the amount",
  ],
  icon: "message-circle-question-mark",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      question: {
        type: "string",
        format: "text",
        title: "Question",
        description: "What you are asked.",
        minLength: 1,
        maxLength: 2000,
      },
      options: {
        type: "array",
        title: "Answers to choose from",
        description: "Left out: any answer.",
        items: { type: "string", minLength: 1, maxLength: 500 },
        maxItems: 50,
      },
    },
    required: ["question"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: { answer: { type: "string", title: "Answer", description: "What was answered." } },
    required: ["answer"],
    additionalProperties: false,
  },
  outputTrust: "trusted",
  controlInputs: [],
  connectionKind: null,
  timeoutMs: 60_000,
  retry: { attempts: 1, backoffMs: 0 },
  idempotency: "natural",
  asksPerson: true,
});
