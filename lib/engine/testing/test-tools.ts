// Tools for tests of the engine: small, and real: each call is an HTTP request to the test's service, which counts
// it and says what comes of it.
import type { ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { defineTool } from "@/lib/tools/define-tool";
import type { ToolDefinition } from "@/lib/tools/tool-contract";

const object = (properties: Record<string, JsonSchema>, required: string[]): JsonSchema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

function testTool(id: string, rest: Partial<ToolDefinition> = {}): Tool {
  return defineTool({
    id,
    title: `Tool ${id}`,
    description: "A tool for tests.",
    examples: [],
    icon: "wrench",
    effect: "read",
    undo: { kind: "none" },
    input: object({ name: { type: "string" }, to: { type: "string" }, body: { type: "string" }, from: {} }, [
      "name",
    ]),
    output: object({ value: { type: "string" }, page: { type: "string" } }, ["value"]),
    outputTrust: "trusted",
    controlInputs: ["to"],
    connectionKind: null,
    timeoutMs: 5000,
    retry: { attempts: 3, backoffMs: 50 },
    idempotency: "natural",
    asksPerson: false,
    ...rest,
  });
}

export const readTool = testTool("test.read");
/** Reads what anybody may have written. */
export const fetchTool = testTool("test.fetch", { outputTrust: "untrusted" });
export const slowTool = testTool("test.slow", { timeoutMs: 300, retry: { attempts: 2, backoffMs: 20 } });
/** Writes, and absorbs repeats by their key. */
export const keyedTool = testTool("test.keyed", { effect: "write", idempotency: "key" });
/** Takes back what others did, as often as it is called. */
export const cancelTool = testTool("test.cancel", { effect: "irreversible" });
/** Takes back, each time it is called. */
export const refundTool = testTool("test.refund", { effect: "irreversible", idempotency: "none" });
const undoneBy = (tool: Tool): Tool["undo"] => ({
  kind: "tool",
  toolId: tool.id,
  inputs: {
    name: { from: "value", value: `undo-${tool.id.slice(5)}` },
    to: { from: "input", path: ["name"] },
    body: { from: "output", path: ["value"] },
  },
});
export const bookTool = testTool("test.book", {
  ...{ effect: "write", idempotency: "key", outputTrust: "untrusted", undo: undoneBy(cancelTool) },
});
export const orderTool = testTool("test.order", {
  ...{ effect: "write", idempotency: "key", undo: undoneBy(refundTool) },
});
/** Reads a list. */
export const listTool = testTool("test.list", {
  output: object({ rows: { type: "array", items: { type: "object" } } }, ["rows"]),
});
/** Sends to many, and says whom it could not reach. */
export const manyTool = testTool("test.many", {
  effect: "irreversible",
  idempotency: "key",
  output: object({ rejected: { type: "array", items: { type: "string" } } }, ["rejected"]),
});
/** Sends, each time it is called. */
export const sendTool = testTool("test.send", { effect: "irreversible", idempotency: "none" });
/** Sends in a write that a plan may trust, so that no approval is in the way. */
export const postTool = testTool("test.post", { effect: "write", idempotency: "none" });
export const connectedTool = testTool("test.connected", {
  effect: "irreversible",
  idempotency: "key",
  connectionKind: "test",
});
/** Reads from an account. */
export const accountTool = testTool("test.account", { connectionKind: "test" });
export const askTool = testTool("test.ask", {
  asksPerson: true,
  controlInputs: [],
  input: object({ question: { type: "string" }, options: { type: "array", items: { type: "string" } } }, [
    "question",
  ]),
  output: object({ answer: { type: "string" } }, ["answer"]),
});

export const testTools: readonly Tool[] = [
  readTool,
  fetchTool,
  slowTool,
  keyedTool,
  cancelTool,
  refundTool,
  bookTool,
  orderTool,
  listTool,
  manyTool,
  sendTool,
  postTool,
  connectedTool,
  accountTool,
  askTool,
];

/** Sends, each time it is called, and finds what it has sent. Stored by the tests that are about that. */
export const lookedUpTool = testTool("test.looked-up", {
  ...{ effect: "write", idempotency: "none", lookUp: { kind: "itself" } },
});

export const testToolIds: ReadonlySet<ToolId> = new Set([...testTools, lookedUpTool].map((tool) => tool.id));
