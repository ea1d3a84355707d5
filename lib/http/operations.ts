// The operations of the HTTP API, with the schemas its routes parse with: the reference, the document and the tests go by it.
import { z } from "zod";
import { rehearsalSchema } from "@/lib/client/rehearsal-schema";
import { runSchema } from "@/lib/client/run-schema";
import { connectionFormSchema, connectionKindSchema } from "@/lib/connections/connection-form";
import { describedConnectionSchema, listedConnectionSchema } from "@/lib/connections/described-connection";
import {
  directoryApiSchema,
  directoryHitSchema,
  directoryOperationSchema,
  directoryStateSchema,
} from "@/lib/domain/api-directory";
import { apiImportSchema } from "@/lib/domain/api-import";
import { approvalSchema } from "@/lib/domain/approval";
import { callLimitsSchema } from "@/lib/domain/call-limits";
import { candidateSchema } from "@/lib/domain/candidate";
import { cataloguePageSchema } from "@/lib/domain/catalogue-page";
import { deliverySchema } from "@/lib/domain/delivery";
import { envelopeSchema } from "@/lib/domain/envelope";
import { episodeSchema } from "@/lib/domain/episode";
import { planEstimateSchema } from "@/lib/domain/estimate";
import { storedFileSchema } from "@/lib/domain/file";
import { envelopeIdSchema } from "@/lib/domain/ids";
import { apiUseSchema, importedApiSchema } from "@/lib/domain/imported-api";
import { modelsSchema } from "@/lib/domain/language-model";
import { mcpServerSchema, mcpServerSummarySchema, serverToolSchema } from "@/lib/domain/mcp-server";
import { recipientSchema } from "@/lib/domain/notification";
import { planSchema } from "@/lib/domain/plan";
import { planChangeSchema } from "@/lib/domain/plan-change";
import { planProblemSchema } from "@/lib/domain/plan-problem";
import { planToolSchema } from "@/lib/domain/plan-tool";
import { planningEventSchema } from "@/lib/domain/planning-event";
import { planningRecordSchema, planningSummarySchema } from "@/lib/domain/planning-record";
import { questionSchema } from "@/lib/domain/question";
import { refinementSchema } from "@/lib/domain/refinement";
import { rememberedValueSchema } from "@/lib/domain/remembered-value";
import { repairProposalSchema } from "@/lib/domain/repair";
import { retentionStateSchema } from "@/lib/domain/retention";
import { ledgerSchema } from "@/lib/domain/rollback";
import { runEventSchema } from "@/lib/domain/run-event";
import { scheduleSchema } from "@/lib/domain/schedule";
import { signInSchema } from "@/lib/domain/sign-in";
import { planSummarySchema, runSummarySchema } from "@/lib/domain/summaries";
import { toolSchema } from "@/lib/domain/tool";
import { toolSearchSchema } from "@/lib/domain/tool-search";
import { webhookSchema } from "@/lib/domain/webhook";
import * as requests from "./requests";

export interface Operation {
  method: "get" | "post" | "patch" | "delete";
  path: string;
  /** Groups operations on the reference page. */
  tag:
    | "Plans"
    | "Runs"
    | "Retention"
    | "Schedules"
    | "Approvals and questions"
    | "Tools"
    | "Connections"
    | "Models"
    | "Memory"
    | "Notifications"
    | "Webhooks"
    | "Files"
    | "Outbox";
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Its body is multipart/form-data with one file, in the field `file`. */
  takesFile?: true;
  /** Answer when it goes well. */
  answer: { status: number; description: string; schema?: z.ZodType; mediaType?: string };
  /** Statuses of problem details it answers with, beside 400 and 401. */
  problems: number[];
}

const plan = planSchema.extend({ problems: z.array(planProblemSchema) });
const runAnswer = {
  status: 200,
  description: "The run: its status, and per step status, inputs, output, attempts.",
  schema: runSchema,
};
const revision = z.object({
  revision: z.int().positive(),
  author: z.enum(["planner", "person", "api"]),
  changes: z.array(planChangeSchema),
  createdAt: z.iso.datetime(),
});
export const operations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/goals",
    tag: "Plans",
    summary: "Turn a goal into a plan",
    body: requests.goalRequestSchema,
    answer: {
      status: 201,
      description: "The plan, with what is still open. Nothing runs yet.",
      schema: plan,
    },
    problems: [422],
  },
  {
    method: "post",
    path: "/api/goals/stream",
    tag: "Plans",
    summary: "Turn a goal into a plan, told as it grows",
    body: requests.goalRequestSchema,
    answer: {
      status: 200,
      description:
        "Server-Sent Events: `began`, `changed` for each step, `told`, and at last `planned`, `refused` or `canceled`. The plan is stored when it is whole, also when nobody reads on.",
      schema: planningEventSchema,
      mediaType: "text/event-stream",
    },
    problems: [],
  },
  {
    method: "post",
    path: "/api/goals/{planId}/cancel",
    tag: "Plans",
    summary: "Stop a goal's planning: nothing is stored",
    params: requests.planParamsSchema,
    answer: {
      status: 200,
      description: "Whether it was still under way.",
      schema: z.object({ canceled: z.boolean() }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/plans",
    tag: "Plans",
    summary: "The plans changed last",
    query: requests.listQuerySchema,
    answer: {
      status: 200,
      description: "Plans, newest first.",
      schema: z.object({ plans: z.array(planSummarySchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/plans/{planId}",
    tag: "Plans",
    summary: "A plan with its tools and problems",
    params: requests.planParamsSchema,
    query: requests.planQuerySchema,
    answer: {
      status: 200,
      description: "The plan, and what planning it took.",
      schema: plan.extend({ tools: z.array(toolSchema), planning: planningSummarySchema.nullable() }),
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/plans/{planId}/estimate",
    tag: "Plans",
    summary: "How long a plan will work and how likely it fails, from past calls of its tools",
    params: requests.planParamsSchema,
    query: requests.estimateQuerySchema,
    answer: { status: 200, description: "The estimate, by step and in all.", schema: planEstimateSchema },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/plans/{planId}/rehearsal",
    tag: "Plans",
    summary:
      "What a run of a plan would come to, with every effect simulated: nothing is called, nothing is stored",
    params: requests.planParamsSchema,
    query: requests.rehearsalQuerySchema,
    answer: {
      status: 200,
      description:
        "How each step would stand, and what is worth knowing before the run. All of it is simulated.",
      schema: rehearsalSchema,
    },
    problems: [404, 422],
  },
  {
    method: "get",
    path: "/api/plans/{planId}/planning",
    tag: "Plans",
    summary: "How a plan came about, with all a model was sent and answered",
    params: requests.planParamsSchema,
    answer: { status: 200, description: "The record of its planning.", schema: planningRecordSchema },
    problems: [404],
  },
  {
    method: "patch",
    path: "/api/plans/{planId}",
    tag: "Plans",
    summary: "Change a plan",
    params: requests.planParamsSchema,
    body: requests.planChangeRequestSchema,
    answer: { status: 200, description: "The new revision.", schema: plan },
    problems: [404, 409, 422],
  },
  {
    method: "post",
    path: "/api/plans/{planId}/refinement",
    tag: "Plans",
    summary: "What a request in words would change of a plan",
    params: requests.planParamsSchema,
    body: requests.refinementRequestSchema,
    answer: {
      status: 200,
      description:
        "Parts with their changes, to be sent as a change of the plan by whoever takes them, and what was not understood. Nothing is stored and nothing runs.",
      schema: refinementSchema,
    },
    problems: [404, 422],
  },
  {
    method: "get",
    path: "/api/plans/{planId}/revisions",
    tag: "Plans",
    summary: "The revisions of a plan",
    params: requests.planParamsSchema,
    answer: {
      status: 200,
      description: "Revisions with their changes, newest first.",
      schema: z.object({ revisions: z.array(revision) }),
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/plans/{planId}/steps/{stepId}/candidates",
    tag: "Plans",
    summary: "Tools that could do a step, best first",
    params: requests.planStepParamsSchema,
    query: requests.candidatesQuerySchema,
    answer: {
      status: 200,
      description: "Candidates with their evidence.",
      schema: z.object({ candidates: z.array(candidateSchema) }),
    },
    problems: [404],
  },
  {
    method: "post",
    path: "/api/plans/{planId}/runs",
    tag: "Runs",
    summary: "Run a plan",
    params: requests.planParamsSchema,
    body: requests.runRequestSchema,
    answer: { status: 202, description: "The run, queued.", schema: runSchema },
    problems: [404, 409, 422],
  },
  {
    method: "get",
    path: "/api/runs",
    tag: "Runs",
    summary: "Runs, newest first",
    query: requests.listQuerySchema,
    answer: { status: 200, description: "Runs.", schema: z.object({ runs: z.array(runSummarySchema) }) },
    problems: [],
  },
  {
    method: "get",
    path: "/api/runs/{runId}",
    tag: "Runs",
    summary: "A run",
    params: requests.runParamsSchema,
    answer: runAnswer,
    problems: [404],
  },
  {
    method: "get",
    path: "/api/runs/{runId}/events",
    tag: "Runs",
    summary: "What happens in a run, as it happens",
    params: requests.runParamsSchema,
    query: requests.eventsQuerySchema,
    answer: {
      status: 200,
      description: "Server-Sent Events; `id` is the event's `seq`. Resumes after `Last-Event-ID`.",
      schema: runEventSchema,
      mediaType: "text/event-stream",
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/runs/{runId}/rollback",
    tag: "Runs",
    summary: "What a run did, and what of it can be undone",
    params: requests.runParamsSchema,
    answer: {
      status: 200,
      description:
        "The ledger: every effect, the latest first: undone, can be undone and with which values, can't be, or unknown. Nothing happens.",
      schema: ledgerSchema,
    },
    problems: [404],
  },
  {
    method: "post",
    path: "/api/runs/{runId}/rollback",
    tag: "Runs",
    summary: "Undo what a run did, the latest first, in a run of its own whose steps ask for approval",
    params: requests.runParamsSchema,
    body: requests.rollbackRequestSchema,
    answer: { status: 202, description: "The run that undoes, queued.", schema: runSchema },
    problems: [404, 409, 422],
  },
  ...(["cancel", "pause", "resume"] as const).map(
    (action): Operation => ({
      method: "post",
      path: `/api/runs/{runId}/${action}`,
      tag: "Runs",
      summary: `${action[0]?.toUpperCase()}${action.slice(1)} a run`,
      params: requests.runParamsSchema,
      body: requests.controlRequestSchema,
      answer: runAnswer,
      problems: [404, 409],
    }),
  ),
  {
    method: "post",
    path: "/api/runs/{runId}/steps/{stepId}/recover",
    tag: "Runs",
    summary: "Decide what becomes of a failed step",
    params: requests.runStepParamsSchema,
    query: requests.itemQuerySchema,
    body: requests.recoveryRequestSchema,
    answer: runAnswer,
    problems: [404, 409, 422],
  },
  {
    method: "post",
    path: "/api/runs/{runId}/steps/{stepId}/rerun",
    tag: "Runs",
    summary: "Run a step again, alone or with all that needs it: what others gave is taken over",
    params: requests.runStepParamsSchema,
    body: requests.rerunRequestSchema,
    answer: { status: 202, description: "The new run, queued.", schema: runSchema },
    problems: [404, 409, 422],
  },
  {
    method: "get",
    path: "/api/runs/{runId}/steps/{stepId}/repair",
    tag: "Runs",
    summary: "What is proposed for a step in trouble",
    params: requests.runStepParamsSchema,
    answer: {
      status: 200,
      description:
        "One repair with its parts, never one that was taken or denied before; without one when none is left. `model` says whether a language model may be asked, is being asked, or has proposed it. Nothing is stored and nothing runs.",
      schema: repairProposalSchema,
    },
    problems: [404, 409],
  },
  {
    method: "post",
    path: "/api/runs/{runId}/steps/{stepId}/repair",
    tag: "Runs",
    summary: "Take a repair, or parts of it: the run goes on with a new revision of its plan",
    params: requests.runStepParamsSchema,
    body: requests.takeRepairRequestSchema,
    answer: runAnswer,
    problems: [404, 409, 422],
  },
  {
    method: "post",
    path: "/api/runs/{runId}/steps/{stepId}/repair/model",
    tag: "Runs",
    summary: "Have the model in use propose a repair",
    params: requests.runStepParamsSchema,
    answer: {
      status: 200,
      description:
        "What is proposed then, the model's repair first; where it could not help, why. Each state of a step is asked about once: whoever asks meanwhile or later is given the same. Nothing of the plan is stored and nothing runs.",
      schema: repairProposalSchema,
    },
    problems: [404, 409],
  },
  {
    method: "post",
    path: "/api/runs/{runId}/steps/{stepId}/repair/model/stop",
    tag: "Runs",
    summary: "Stop asking the model for a repair",
    params: requests.runStepParamsSchema,
    answer: {
      status: 200,
      description: "Whether it was still being asked.",
      schema: z.object({ canceled: z.boolean() }),
    },
    problems: [],
  },
  {
    method: "post",
    path: "/api/runs/{runId}/steps/{stepId}/repair/deny",
    tag: "Runs",
    summary: "Deny a repair: another is proposed, and this one never again",
    params: requests.runStepParamsSchema,
    body: requests.denyRepairRequestSchema,
    answer: runAnswer,
    problems: [404, 409],
  },
  {
    method: "get",
    path: "/api/approvals",
    tag: "Approvals and questions",
    summary: "Approvals that wait",
    query: requests.pendingQuerySchema,
    answer: {
      status: 200,
      description: "Pending approvals of all runs, oldest first.",
      schema: z.object({ approvals: z.array(approvalSchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/approvals/{approvalId}",
    tag: "Approvals and questions",
    summary: "An approval",
    params: requests.approvalParamsSchema,
    answer: { status: 200, description: "The approval.", schema: approvalSchema },
    problems: [404],
  },
  {
    method: "post",
    path: "/api/approvals/{approvalId}",
    tag: "Approvals and questions",
    summary: "Approve or deny an action",
    params: requests.approvalParamsSchema,
    body: requests.decisionRequestSchema,
    answer: {
      status: 200,
      description: "The decided approval. A decision counts once.",
      schema: approvalSchema,
    },
    problems: [404, 409, 422],
  },
  {
    method: "get",
    path: "/api/envelopes",
    tag: "Approvals and questions",
    summary: "What is done without asking, within bounds a person has set",
    answer: {
      status: 200,
      description: "Those in force, the newest first. They are set with the approval of an action.",
      schema: z.object({ envelopes: z.array(envelopeSchema) }),
    },
    problems: [],
  },
  {
    method: "post",
    path: "/api/envelopes/{envelopeId}/revoke",
    tag: "Approvals and questions",
    summary: "Allow nothing more within some bounds",
    params: requests.envelopeParamsSchema,
    answer: {
      status: 200,
      description: "The next such action asks.",
      schema: z.object({ envelopeId: envelopeIdSchema }),
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/questions",
    tag: "Approvals and questions",
    summary: "Questions that wait",
    query: requests.pendingQuerySchema,
    answer: {
      status: 200,
      description: "Pending questions of all runs.",
      schema: z.object({ questions: z.array(questionSchema) }),
    },
    problems: [],
  },
  {
    method: "post",
    path: "/api/questions/{questionId}",
    tag: "Approvals and questions",
    summary: "Answer a question",
    params: requests.questionParamsSchema,
    body: requests.answerRequestSchema,
    answer: { status: 200, description: "The answered question.", schema: questionSchema },
    problems: [404, 409, 422],
  },
  {
    method: "get",
    path: "/api/tools/search",
    tag: "Tools",
    summary: "Find tools by meaning",
    query: requests.searchQuerySchema,
    answer: {
      status: 200,
      description: "Candidates, best first, and how many tools have what.",
      schema: toolSearchSchema,
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/catalogue",
    tag: "Tools",
    summary: "Browse all tools in brief, with counts by source, effect and connection",
    query: requests.searchQuerySchema,
    answer: {
      status: 200,
      description: "A page of tools without their schemas: those that fit the query, or by title.",
      schema: cataloguePageSchema,
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/tools/{toolId}",
    tag: "Tools",
    summary: "A tool",
    params: requests.toolParamsSchema,
    answer: { status: 200, description: "The tool with its schemas.", schema: toolSchema },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/apis",
    tag: "Tools",
    summary: "The imported APIs",
    answer: {
      status: 200,
      description: "APIs by title, with their tools counted.",
      schema: z.object({ apis: z.array(importedApiSchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/apis/{apiId}/use",
    tag: "Tools",
    summary: "What uses an imported API",
    params: requests.apiParamsSchema,
    answer: { status: 200, description: "Its plans and connections.", schema: apiUseSchema },
    problems: [404],
  },
  {
    method: "post",
    path: "/api/apis/{apiId}/remove",
    tag: "Tools",
    summary: "Remove an imported API with its tools",
    params: requests.apiParamsSchema,
    body: requests.removeApiRequestSchema,
    answer: {
      status: 200,
      description: "It is gone. Plans that use its tools keep their steps, which say what is missing.",
      schema: z.object({ apiId: z.string() }),
    },
    problems: [404],
  },
  {
    method: "post",
    path: "/api/imports",
    tag: "Tools",
    summary: "Import an OpenAPI document from a file of up to 48 MB (multipart/form-data, field `file`)",
    takesFile: true,
    query: requests.importUploadQuerySchema,
    answer: {
      status: 202,
      description:
        "The import; its address is the `Location` header. It waits, `previewed`, for a person who looks at what " +
        "it would do, unless `confirmed` says to import all of it.",
      schema: apiImportSchema,
    },
    problems: [413, 415, 422],
  },
  {
    method: "get",
    path: "/api/imports/{importId}",
    tag: "Tools",
    summary: "An import",
    params: requests.importParamsSchema,
    answer: { status: 200, description: "How far it is, and its preview.", schema: apiImportSchema },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/api-directory",
    tag: "Tools",
    summary: "How far the API directory is installed",
    answer: { status: 200, description: "Its status and progress.", schema: directoryStateSchema },
    problems: [],
  },
  {
    method: "get",
    path: "/api/api-directory/search",
    tag: "Tools",
    summary: "Find APIs of the directory by what they do",
    query: requests.directorySearchQuerySchema,
    answer: {
      status: 200,
      description: "APIs, best first, with those of their operations that fit.",
      schema: z.object({ hits: z.array(directoryHitSchema), total: z.int() }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/api-directory/operations",
    tag: "Tools",
    summary: "An API of the directory with all of its operations",
    query: requests.directoryApiQuerySchema,
    answer: {
      status: 200,
      description: "The API and its operations in the order of its document.",
      schema: z.object({ api: directoryApiSchema, operations: z.array(directoryOperationSchema) }),
    },
    problems: [404],
  },
  {
    method: "post",
    path: "/api/tools/import",
    tag: "Tools",
    summary: "Import an OpenAPI document, all of it",
    body: requests.importRequestSchema,
    answer: {
      status: 202,
      description:
        "The import. A small one has ended by now; a large one goes on: look again at its address, the `Location` " +
        "header, until its status is `imported` or `refused`. Its tools are in the catalogue under its API's id.",
      schema: apiImportSchema,
    },
    problems: [422],
  },
  {
    method: "get",
    path: "/api/mcp-servers",
    tag: "Tools",
    summary: "MCP servers, with how many of their tools are allowed",
    answer: {
      status: 200,
      description: "The servers by title. Asking starts and fetches nothing.",
      schema: z.object({ servers: z.array(mcpServerSummarySchema), canStartPrograms: z.boolean() }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/mcp-servers/{serverId}",
    tag: "Tools",
    summary: "An MCP server with its tools as listed last",
    params: requests.serverParamsSchema,
    answer: {
      status: 200,
      description: "The server; of each tool what it is, and what it was when it was allowed.",
      schema: z.object({ server: mcpServerSchema, tools: z.array(serverToolSchema) }),
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/models",
    tag: "Models",
    summary: "The language models there are, and what the one in use is for",
    answer: { status: 200, description: "Models, without their keys.", schema: modelsSchema },
    problems: [],
  },
  {
    method: "post",
    path: "/api/files",
    tag: "Files",
    summary: "Store a file (multipart/form-data, field `file`)",
    takesFile: true,
    answer: { status: 201, description: "The stored file.", schema: storedFileSchema },
    problems: [413, 415, 507],
  },
  {
    method: "get",
    path: "/api/files/{fileId}",
    tag: "Files",
    summary: "A file's bytes",
    params: requests.fileParamsSchema,
    answer: { status: 200, description: "The bytes.", mediaType: "application/octet-stream" },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/files/{fileId}/details",
    tag: "Files",
    summary: "What is known of a file",
    params: requests.fileParamsSchema,
    answer: { status: 200, description: "The file.", schema: storedFileSchema },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/retention",
    tag: "Retention",
    summary: "How long what has ended is kept, what would be deleted now, and what was",
    answer: {
      status: 200,
      description: "The newest purge first. A person says on the Settings page how long things are kept.",
      schema: retentionStateSchema,
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/call-limits",
    tag: "Runs",
    summary: "How many calls of tools may be under way at once",
    answer: {
      status: 200,
      description:
        "In all, of each service, and of the services and tools that have a limit of their own. A person sets them on the Settings page.",
      schema: callLimitsSchema,
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/schedules",
    tag: "Schedules",
    summary: "Plans that are run by the clock",
    answer: {
      status: 200,
      description: "The next to run first, those that are off last.",
      schema: z.object({ schedules: z.array(scheduleSchema) }),
    },
    problems: [],
  },
  {
    method: "post",
    path: "/api/plans/{planId}/schedule",
    tag: "Schedules",
    summary: "Run a revision of a plan by the clock",
    params: requests.planParamsSchema,
    body: requests.scheduleRequestSchema,
    answer: {
      status: 200,
      description:
        "The plan's schedule, in place of the one it had. What needs an approval waits for a person in each run.",
      schema: scheduleSchema,
    },
    problems: [404, 422],
  },
  {
    method: "patch",
    path: "/api/plans/{planId}/schedule",
    tag: "Schedules",
    summary: "Turn a schedule on or off",
    params: requests.planParamsSchema,
    body: requests.scheduleSwitchSchema,
    answer: { status: 200, description: "The schedule.", schema: scheduleSchema },
    problems: [404],
  },
  {
    method: "delete",
    path: "/api/plans/{planId}/schedule",
    tag: "Schedules",
    summary: "Run a plan by the clock no more",
    params: requests.planParamsSchema,
    answer: { status: 204, description: "It has no schedule any more. What runs already goes on." },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/webhooks",
    tag: "Webhooks",
    summary: "Plans that are run by webhooks",
    answer: {
      status: 200,
      description: "By the plans' goals, each with what came to it last; never with its secret.",
      schema: z.object({ webhooks: z.array(webhookSchema) }),
    },
    problems: [],
  },
  {
    method: "post",
    path: "/api/plans/{planId}/webhook",
    tag: "Webhooks",
    summary: "Run a revision of a plan whenever a signed message comes to its address",
    params: requests.planParamsSchema,
    body: requests.webhookRequestSchema,
    answer: {
      status: 200,
      description:
        "The webhook. With its `secret` when it is new: that is shown this once. Messages are signed as Standard Webhooks has it.",
      schema: z.object({ webhook: webhookSchema, secret: z.string().nullable() }),
    },
    problems: [404, 422],
  },
  {
    method: "patch",
    path: "/api/plans/{planId}/webhook",
    tag: "Webhooks",
    summary: "Turn a webhook on or off",
    params: requests.planParamsSchema,
    body: requests.scheduleSwitchSchema,
    answer: {
      status: 200,
      description: "The webhook.",
      schema: z.object({ webhook: webhookSchema, secret: z.null() }),
    },
    problems: [404],
  },
  {
    method: "delete",
    path: "/api/plans/{planId}/webhook",
    tag: "Webhooks",
    summary: "Remove a plan's webhook",
    params: requests.planParamsSchema,
    answer: {
      status: 204,
      description:
        "Nothing is at its address any more, and its secret signs nothing. What runs already goes on.",
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/plan-tools",
    tag: "Plans",
    summary: "Plans that other plans can run",
    answer: {
      status: 200,
      description: "By the plans' goals, each with the tool it is to others.",
      schema: z.object({ planTools: z.array(planToolSchema) }),
    },
    problems: [],
  },
  {
    method: "post",
    path: "/api/plans/{planId}/tool",
    tag: "Plans",
    summary: "Let other plans run a revision of this one, as a tool of the catalogue",
    params: requests.planParamsSchema,
    body: requests.planToolRequestSchema,
    answer: {
      status: 200,
      description: "The plan as a tool: a step that uses it starts a run and gives what its last step gave.",
      schema: planToolSchema,
    },
    problems: [404, 422],
  },
  {
    method: "patch",
    path: "/api/plans/{planId}/tool",
    tag: "Plans",
    summary: "Turn on or off whether other plans can run it",
    params: requests.planParamsSchema,
    body: requests.scheduleSwitchSchema,
    answer: { status: 200, description: "The plan as a tool.", schema: planToolSchema },
    problems: [404],
  },
  {
    method: "delete",
    path: "/api/plans/{planId}/tool",
    tag: "Plans",
    summary: "Let other plans run it no more",
    params: requests.planParamsSchema,
    answer: {
      status: 204,
      description:
        "It is no tool any more. Plans with a step that uses it keep that, and are not run; what runs already goes on.",
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/notifications",
    tag: "Notifications",
    summary: "Who is told by message of what waits, went wrong or has completed",
    answer: {
      status: 200,
      description: "Each with what became of the last message.",
      schema: z.object({ recipients: z.array(recipientSchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/episodes",
    tag: "Memory",
    summary: "What became of earlier plans",
    query: requests.episodesQuerySchema,
    answer: {
      status: 200,
      description:
        "Plans that have run, newest first; with `q` those for goals like it, the most alike first, each with its `similarity`.",
      schema: z.object({
        episodes: z.array(episodeSchema.extend({ similarity: z.number().optional() })),
      }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/remembered-values",
    tag: "Memory",
    summary: "Values people gave inputs of plans",
    answer: {
      status: 200,
      description: "Those given in most plans first. `isUsed`: given often enough to be suggested.",
      schema: z.object({ values: z.array(rememberedValueSchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/outbox",
    tag: "Outbox",
    summary: "What the sandbox's services received",
    query: requests.outboxQuerySchema,
    answer: {
      status: 200,
      description: "Deliveries, newest first.",
      schema: z.object({ deliveries: z.array(deliverySchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/connections",
    tag: "Connections",
    summary: "Connections, without their secrets",
    answer: {
      status: 200,
      description: "Connections: what they are to, whether they work, how much uses them.",
      schema: z.object({ connections: z.array(listedConnectionSchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/connections/{connectionId}",
    tag: "Connections",
    summary: "A connection, without its secrets",
    params: requests.connectionParamsSchema,
    answer: {
      status: 200,
      description: "The connection, the form to change it with, and the plans that use it.",
      schema: describedConnectionSchema,
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/connection-kinds",
    tag: "Connections",
    summary: "What connections can be made to",
    query: requests.connectionKindsQuerySchema,
    answer: {
      status: 200,
      description: "Kinds whose title has the words: the built-in ones, then imported APIs.",
      schema: z.object({ kinds: z.array(connectionKindSchema) }),
    },
    problems: [],
  },
  {
    method: "get",
    path: "/api/connection-kinds/{kind}",
    tag: "Connections",
    summary: "The form of a kind of connection",
    params: requests.connectionKindParamsSchema,
    answer: {
      status: 200,
      description: "Its fields, and the ways to sign in to choose one of.",
      schema: connectionFormSchema,
    },
    problems: [404],
  },
  {
    method: "get",
    path: "/api/sign-ins/{signInId}",
    tag: "Connections",
    summary: "What came of a sign-in at a service",
    params: requests.signInParamsSchema,
    answer: {
      status: 200,
      description: "The sign-in. Its message may quote the service.",
      schema: signInSchema,
    },
    problems: [404],
  },
];
