import type { ModelUse } from "@/lib/domain/call-cost";
import { questionFormSchema } from "@/lib/domain/elicitation";
import { type Json, type JsonObject, jsonObjectSchema } from "@/lib/domain/json";
import type { Receipt } from "@/lib/domain/receipt";
import { storableJson } from "@/lib/domain/storable-json";
import { maxOutputBytes, type Tool } from "@/lib/domain/tool";
import { checkSchema, describeProblems } from "@/lib/tools/check-schema";
import { type OpenConnection, type ToolContext, ToolError, type ToolResult } from "@/lib/tools/tool-contract";
import { CallClock } from "./call-clock";
import type { CallOutcome } from "./decide-after-call";
import { log } from "./engine-log";
import type { EngineParts } from "./engine-parts";
import { secretScrubber } from "./scrub-secrets";

const maxEvidenceLength = 16 * 1024;
/** How long a call may take to notice that it was aborted. */
const abortGraceMs = 2000;

export interface ToolCall {
  tool: Tool;
  inputs: JsonObject;
  connection: OpenConnection | null;
  idempotencyKey: string;
  /** What its output may weigh as JSON; by default what the record of a run takes. */
  mostOutputBytes?: number;
  timeZone: string;
  /** Aborted when the run ends. */
  ended: AbortSignal;
  /** Asked again right before anything is sent by HTTP: a worker that was stopped for a while sends nothing (R4). */
  maySend?: () => boolean;
  reportProgress?: ToolContext["reportProgress"];
  askPerson?: ToolContext["askPerson"];
  /** Told of each question to a model, answered or not used after all. */
  onModelUse?: (use: ModelUse) => void;
}

/** What a call came to, with what its output weighs as JSON. */
export type CalledOutcome =
  | Extract<CallOutcome, { kind: "failed" }>
  | { kind: "completed"; output: Json; receipt: Receipt | null; sizeBytes: number };

/**
 * Calls a tool once, within its timeout, and says what came of it; never throws. The output has been checked
 * against the tool's schema; no secret of the connection is in anything that is returned (S1).
 */
export async function callTool(call: ToolCall, parts: EngineParts): Promise<CalledOutcome> {
  const scrub = secretScrubber(Object.values(call.connection?.secret ?? {}));
  const failed = (error: ToolError): CalledOutcome => ({
    kind: "failed",
    effectUncertain: error.effectUncertain,
    failure: {
      kind: error.kind,
      message: scrub(storableJson(error.message)),
      evidence: limited(scrub(storableJson(error.evidence))),
    },
  });
  const result = await executeInTime(call, parts);
  if (result instanceof ToolError) return failed(result);
  // The tool has answered, so its effect has taken place, whatever is wrong with the answer.
  const output = scrub(storableJson(result.output));
  const sizeBytes = weighOutput(call.tool, output, call.mostOutputBytes);
  if (sizeBytes instanceof ToolError) return failed(sizeBytes);
  const receipt = result.receipt ? scrub(storableJson({ ...result.receipt })) : null;
  return { kind: "completed", output, receipt, sizeBytes };
}

/** The bytes of what a tool came back with, as JSON; or why that can't be what its step gives. */
export function weighOutput(tool: Tool, output: Json, mostBytes = maxOutputBytes): number | ToolError {
  const text = JSON.stringify(output) as string | undefined;
  if (text === undefined) {
    const message = `"${tool.title}" came back without an output.`;
    return new ToolError("broken-tool", message, { effectUncertain: true });
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) {
    const message =
      `"${tool.title}" came back with ${Math.ceil(bytes / 1024)} KB; here an output can have ` +
      `${mostBytes / 1024} KB. Ask for less, or have it written into a file.`;
    const evidence = { bytes, beginning: text.slice(0, 1000) };
    return new ToolError("broken-tool", message, { evidence, effectUncertain: true });
  }
  const problems = checkSchema(tool.output, output);
  if (problems.length === 0) return bytes;
  const message = `What "${tool.title}" came back with does not fit its description: ${describeProblems(problems)}.`;
  const evidence = { problems: problems.map((one) => ({ ...one })), beginning: text.slice(0, 1000) };
  return new ToolError("broken-tool", message, { evidence, effectUncertain: true });
}

function limited(evidence: Json): Json {
  const text = JSON.stringify(evidence) as string | undefined;
  if (text === undefined || text.length <= maxEvidenceLength) return evidence ?? null;
  return { beginning: text.slice(0, maxEvidenceLength), length: text.length };
}

/** Why a call was broken off. */
type Abortion = "too-late" | "run-ended";

/** The result of the call, or the failure; gives up on a tool that doesn't listen to its signal. */
async function executeInTime(call: ToolCall, parts: EngineParts): Promise<ToolResult | ToolError> {
  const { tool, inputs, connection, idempotencyKey, timeZone, ended } = call;
  const execute = parts.executorFor(tool);
  if (!execute) return new ToolError("broken-tool", `Nothing in this version can call "${tool.id}".`);
  const controller = new AbortController();
  let abortion: Abortion | null = null;
  let abandonTimer: NodeJS.Timeout | undefined;
  const abandoned = Promise.withResolvers<ToolError>();
  const abort = (why: Abortion) => {
    if (abortion) return;
    abortion = why;
    abandonTimer = setTimeout(() => abandoned.resolve(abortedError(tool, why, null)), abortGraceMs);
    controller.abort();
  };
  const clock = new CallClock(tool.timeoutMs, () => abort("too-late"));
  const onEnded = () => abort("run-ended");
  ended.addEventListener("abort", onEnded, { once: true });
  if (ended.aborted) onEnded();
  const { files, writeText } = parts;
  const fetch: ToolContext["fetch"] = (request) => parts.fetch({ ...request, maySend: call.maySend });
  const context: ToolContext = {
    signal: controller.signal,
    idempotencyKey,
    connection,
    files,
    fetch,
    writeText: writeText && textWriter(writeText, call.onModelUse),
    renewTime: () => clock.renew(),
    ...towardsPerson(call, clock, controller.signal),
    now: new Date(),
    timeZone,
    log: log().child({ tool: tool.id }),
  };
  // A copy: what a tool does to its inputs must not change what is recorded.
  const executed = (async () => execute(structuredClone(inputs), context))().catch((error: unknown) =>
    abortion ? abortedError(tool, abortion, error) : callError(tool, error),
  );
  try {
    return await Promise.race([executed, abandoned.promise]);
  } finally {
    clock.stop();
    clearTimeout(abandonTimer);
    ended.removeEventListener("abort", onEnded);
  }
}

/** The text alone for the tool; what it took for whoever counts. */
function textWriter(
  writeText: NonNullable<EngineParts["writeText"]>,
  onModelUse: ToolCall["onModelUse"],
): NonNullable<ToolContext["writeText"]> {
  return async (prompt) => {
    const written = await writeText(prompt);
    if (!written) return null;
    onModelUse?.(written.use);
    return written.text;
  };
}

/** How a tool reaches the person in the middle of a call: without the connection's secrets, and off the clock. */
function towardsPerson(
  { connection, reportProgress, askPerson }: ToolCall,
  clock: CallClock,
  aborted: AbortSignal,
): Pick<ToolContext, "reportProgress" | "askPerson"> {
  const scrub = secretScrubber(Object.values(connection?.secret ?? {}));
  return {
    ...(reportProgress && {
      reportProgress: ({ done, total, message }) =>
        reportProgress({ done, total, message: message === null ? null : scrub(storableJson(message)) }),
    }),
    ...(askPerson && {
      askPerson: async (question, signal) => {
        const form = scrub(storableJson(jsonObjectSchema.parse(question.form)));
        const asked = {
          question: scrub(storableJson(question.question)),
          form: questionFormSchema.parse(form),
        };
        clock.pause();
        try {
          return await askPerson(asked, AbortSignal.any([signal, aborted]));
        } finally {
          clock.resume();
        }
      },
    }),
  };
}

/** A failure of the call as a ToolError; what a tool throws otherwise is a fault of the tool. */
function callError(tool: Tool, error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  log().error({ foreign: error, tool: tool.id }, "a tool threw something unexpected");
  const message = `"${tool.title}" failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`;
  return new ToolError("broken-tool", message, { cause: error, effectUncertain: true });
}

/** The failure of a call that was aborted: too late, or the run had ended. */
function abortedError(tool: Tool, why: Abortion, error: unknown): ToolError {
  const known = error instanceof ToolError ? error : null;
  const options = {
    evidence: known?.evidence ?? null,
    // A tool that knows says so; of any other the request may have been on its way.
    effectUncertain: known?.effectUncertain ?? true,
    cause: error,
  };
  if (why === "run-ended") {
    return new ToolError("transient", "The call was broken off because the run had ended.", options);
  }
  const seconds = Number((tool.timeoutMs / 1000).toFixed(1));
  return new ToolError("timeout", `"${tool.title}" did not answer within ${seconds} s.`, options);
}
