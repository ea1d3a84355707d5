import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { DirectoryStatus } from "@/lib/domain/api-directory";
import type {
  ImportPreview,
  ImportResult,
  ImportSource,
  ImportStatus,
  Progress,
  Selection,
} from "@/lib/domain/api-import";
import type { ApprovalCard } from "@/lib/domain/approval";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import type { Delivery } from "@/lib/domain/delivery";
import type { Effect } from "@/lib/domain/effect";
import type { QuestionForm } from "@/lib/domain/elicitation";
import type { EnvelopeGrant } from "@/lib/domain/envelope";
import type {
  ApprovalId,
  ConnectionId,
  DeliveryId,
  EnvelopeId,
  FileId,
  HookId,
  ImportId,
  PlanId,
  QuestionId,
  RecipientId,
  RunId,
  SignInId,
  StepId,
  ToolId,
} from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { ModelRole } from "@/lib/domain/language-model";
import type { ListedTool, McpServer, ServerSignIn, ServerTransport } from "@/lib/domain/mcp-server";
import type { NotificationSubject, NotificationTopic, RecipientEntry } from "@/lib/domain/notification";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { ModelExchange, PlanningSummary } from "@/lib/domain/planning-record";
import type { Repair } from "@/lib/domain/repair";
import type { Purge, PurgeCounts, Retention } from "@/lib/domain/retention";
import type { RunStatus } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { MissedRuns } from "@/lib/domain/schedule";
import type { SignInPurpose, SignInStatus } from "@/lib/domain/sign-in";
import type { Tool } from "@/lib/domain/tool";
import type { ToolEdits } from "@/lib/domain/tool-edits";
import type { SourceKind } from "@/lib/domain/tool-search";
import type { FedInput } from "@/lib/domain/trigger";
import { packedJson, packedText } from "./packed";

export type PlanPurpose = "goal" | "try" | "rollback";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const plans = pgTable(
  "plans",
  {
    id: text("id").$type<PlanId>().primaryKey(),
    goal: text("goal").notNull(),
    /** The newest revision. */
    revision: integer("revision").notNull(),
    /** The plan whose stale edit this one keeps. */
    copiedFrom: text("copied_from").$type<PlanId>(),
    /**
     * `try`: one step, made to try a tool; it has runs like any other, and is in no list of plans. `rollback`: what takes
     * back the effects of a run; it is run once.
     */
    purpose: text("purpose").$type<PlanPurpose>().notNull().default("goal"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [index("plans_updated_at").on(table.updatedAt)],
);

/** Never updated: what was approved and run stays readable. */
export const planRevisions = pgTable(
  "plan_revisions",
  {
    planId: text("plan_id")
      .$type<PlanId>()
      .notNull()
      .references(() => plans.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    plan: jsonb("plan").$type<Plan>().notNull(),
    /** What led here from the revision before; empty for the first. */
    changes: jsonb("changes").$type<PlanChange[]>().notNull(),
    author: text("author").$type<"planner" | "person" | "api">().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.planId, table.revision] }),
    // Which plans use a tool.
    index("plan_revisions_tools").using("gin", sql`jsonb_path_query_array(plan, '$.steps[*].toolId')`),
  ],
);

/** How plans came about; kept apart from them, as what a model was sent is long. */
export const planningRecords = pgTable("planning_records", {
  planId: text("plan_id")
    .$type<PlanId>()
    .primaryKey()
    .references(() => plans.id, { onDelete: "cascade" }),
  /** `<provider>/<model>`; null when no model was asked. */
  model: text("model"),
  tookMs: integer("took_ms").notNull(),
  inputTokens: integer("input_tokens"),
  outputTokens: integer("output_tokens"),
  costUsd: doublePrecision("cost_usd"),
  exchanges: jsonb("exchanges").$type<ModelExchange[]>().notNull(),
});

export const runs = pgTable(
  "runs",
  {
    id: text("id").$type<RunId>().primaryKey(),
    planId: text("plan_id")
      .$type<PlanId>()
      .notNull()
      .references(() => plans.id),
    planRevision: integer("plan_revision").notNull(),
    goal: text("goal").notNull(),
    /** The fold of the events, kept here for lists. */
    status: text("status").$type<RunStatus>().notNull(),
    /** The newest event; the row's lock orders the events of a run. */
    seq: integer("seq").notNull(),
    /** The worker that may append events; another one has been fenced (R4). */
    executorId: text("executor_id"),
    /** The newest event when the run was last laid to rest: nobody works at it until there is a newer one. */
    restedSeq: integer("rested_seq"),
    /** The run whose effects this one takes back. */
    rollsBack: text("rolls_back").$type<RunId>(),
    /** The runs among whose effects those are: that one, and runs nested in it. */
    undoesIn: text("undoes_in").$type<RunId>().array(),
    /** The run a step of which started this one. */
    parentRunId: text("parent_run_id").$type<RunId>(),
    /** Its end was told to that step. */
    isPassedOn: boolean("is_passed_on").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
    finishedAt: at("finished_at"),
  },
  (table) => [
    index("runs_created_at").on(table.createdAt),
    index("runs_plan_id").on(table.planId),
    index("runs_to_wake").on(table.id).where(sql`rested_seq < seq and finished_at is null`),
    index("runs_finished_at").on(table.finishedAt),
    index("runs_to_pass_on")
      .on(table.id)
      .where(sql`parent_run_id is not null and finished_at is not null and not is_passed_on`),
    index("runs_nested").on(table.planId, table.createdAt).where(sql`parent_run_id is not null`),
    index("runs_parent").on(table.parentRunId).where(sql`parent_run_id is not null`),
    index("runs_undoes_in").using("gin", table.undoesIn).where(sql`undoes_in is not null`),
    index("runs_rolls_back").on(table.rollsBack).where(sql`rolls_back is not null`),
    // Whoever else decides at the same moment: a run is rolled back once at a time.
    uniqueIndex("runs_rolled_back_once")
      .on(table.rollsBack)
      .where(sql`rolls_back is not null and finished_at is null`),
  ],
);

/** What the model in use proposes for a step in trouble, as the step was when it was asked; the newest of each step. */
export const modelRepairs = pgTable(
  "model_repairs",
  {
    runId: text("run_id")
      .$type<RunId>()
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    stepId: text("step_id").$type<StepId>().notNull(),
    /** What the step was like: of another state this says nothing. */
    situation: text("situation").notNull(),
    /** Whoever asks: another one that comes meanwhile waits. */
    claim: text("claim").notNull(),
    state: text("state").$type<"asking" | "answered" | "failed" | "canceled">().notNull(),
    model: text("model").notNull(),
    /** Only of one that has answered. */
    repair: jsonb("repair").$type<Repair>(),
    /** Why it failed. */
    reason: text("reason"),
    /** What asking took; null where it was not reached. */
    planning: jsonb("planning").$type<PlanningSummary>(),
    askedAt: at("asked_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.stepId] })],
);

/** What people said a call of a tool costs, in US dollars. */
export const toolPrices = pgTable("tool_prices", {
  toolId: text("tool_id")
    .$type<ToolId>()
    .primaryKey()
    .references(() => tools.id, { onDelete: "cascade" }),
  usd: doublePrecision("usd").notNull(),
});

/** How many calls may be under way at once. */
export const callLimits = pgTable("call_limits", {
  /** A service, a tool, each service, or all. */
  subject: text("subject").primaryKey(),
  atOnce: integer("at_once").notNull(),
});

/** Plans that are run by the clock. */
export const schedules = pgTable(
  "schedules",
  {
    planId: text("plan_id")
      .$type<PlanId>()
      .primaryKey()
      .references(() => plans.id),
    planRevision: integer("plan_revision").notNull(),
    cron: text("cron").notNull(),
    timeZone: text("time_zone").notNull(),
    missed: text("missed").$type<MissedRuns>().notNull(),
    /** Null when it is off. */
    nextAt: at("next_at"),
    lastAt: at("last_at"),
    lastRunId: text("last_run_id")
      .$type<RunId>()
      .references(() => runs.id),
    lastProblem: text("last_problem"),
  },
  (table) => [index("schedules_next_at").on(table.nextAt)],
);

/** Plans that other plans can run: each is a tool of the catalogue. */
export const planTools = pgTable("plan_tools", {
  planId: text("plan_id")
    .$type<PlanId>()
    .primaryKey()
    .references(() => plans.id, { onDelete: "cascade" }),
  planRevision: integer("plan_revision").notNull(),
  inputs: jsonb("inputs").$type<FedInput[]>().notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** Plans that are run when a signed message comes to their address. */
export const webhooks = pgTable("webhooks", {
  planId: text("plan_id")
    .$type<PlanId>()
    .primaryKey()
    .references(() => plans.id),
  hookId: text("hook_id").$type<HookId>().notNull().unique(),
  planRevision: integer("plan_revision").notNull(),
  inputs: jsonb("inputs").$type<FedInput[]>().notNull(),
  /** The secret that signs messages, sealed for this address (S2). */
  sealed: text("sealed").notNull(),
  isOn: boolean("is_on").notNull().default(true),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** What came to webhooks, signed: which messages have started a run already, and which came to nothing. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    planId: text("plan_id")
      .$type<PlanId>()
      .notNull()
      .references(() => webhooks.planId, { onDelete: "cascade" }),
    messageId: text("message_id").notNull(),
    at: at("at").notNull().defaultNow(),
    runId: text("run_id")
      .$type<RunId>()
      .references(() => runs.id, { onDelete: "set null" }),
    problem: text("problem"),
  },
  (table) => [
    primaryKey({ columns: [table.planId, table.messageId] }),
    index("webhook_deliveries_at").on(table.planId, table.at),
  ],
);

/** Who is told by message of what waits, went wrong or has completed. */
export const notificationRecipients = pgTable(
  "notification_recipients",
  {
    id: text("id").$type<RecipientId>().primaryKey(),
    connectionId: text("connection_id")
      .$type<ConnectionId>()
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    address: text("address").notNull(),
    topics: jsonb("topics").$type<NotificationTopic[]>().notNull(),
    gatherSeconds: integer("gather_seconds").$type<RecipientEntry["gatherSeconds"]>().notNull(),
    isOn: boolean("is_on").notNull().default(true),
    /** Messages in a row that did not go out. */
    failures: integer("failures").notNull().default(0),
    retryAt: at("retry_at"),
    lastSentAt: at("last_sent_at"),
    lastProblem: text("last_problem"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [index("notification_recipients_connection").on(table.connectionId)],
);

/** What is yet to be told, to each recipient; gone once it was. */
export const notifications = pgTable(
  "notifications",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    recipientId: text("recipient_id")
      .$type<RecipientId>()
      .notNull()
      .references(() => notificationRecipients.id, { onDelete: "cascade" }),
    subject: jsonb("subject").$type<NotificationSubject>().notNull(),
    at: at("at").notNull().defaultNow(),
    /** The message that is being sent with it: never part of another, unless that one surely did not go out. */
    messageId: text("message_id"),
    claimedAt: at("claimed_at"),
  },
  (table) => [index("notifications_recipient").on(table.recipientId, table.at)],
);

/** Plans whose runs up to a moment are remembered no more: a person has said so. Later runs are. */
export const forgottenEpisodes = pgTable("forgotten_episodes", {
  planId: text("plan_id")
    .$type<PlanId>()
    .primaryKey()
    .references(() => plans.id, { onDelete: "cascade" }),
  at: at("at").notNull().defaultNow(),
});

/** Values people gave inputs in place of what was planned: of each input of a step, the last. */
export const corrections = pgTable(
  "corrections",
  {
    planId: text("plan_id")
      .$type<PlanId>()
      .notNull()
      .references(() => plans.id, { onDelete: "cascade" }),
    stepId: text("step_id").$type<StepId>().notNull(),
    toolId: text("tool_id")
      .$type<ToolId>()
      .notNull()
      .references(() => tools.id, { onDelete: "cascade" }),
    input: text("input").notNull(),
    value: jsonb("value").$type<Json>().notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.planId, table.stepId, table.input] }),
    index("corrections_tool").on(table.toolId, table.input),
  ],
);

export const runEvents = pgTable(
  "run_events",
  {
    runId: text("run_id")
      .$type<RunId>()
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    body: jsonb("body").$type<RunEventBody>().notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.seq] }),
    // What a person may have to look at: the Inbox finds it among all events of all runs.
    index("run_events_trouble")
      .on(table.runId, table.seq)
      .where(sql`body->>'type' in ('step-failed', 'attempt-failed', 'outcome-unknown', 'step-unexpected')`),
  ],
);

/** Places among the calls of one service that are under way, of all workers together. */
export const callSlots = pgTable(
  "call_slots",
  {
    /** A connection, an imported API or an MCP server; a tool, or all, where they have a limit. */
    service: text("service").notNull(),
    /** From 1. */
    place: integer("place").notNull(),
    executorId: text("executor_id").notNull(),
    /** Of this taking alone. */
    token: text("token").notNull(),
  },
  (table) => [primaryKey({ columns: [table.service, table.place] })],
);

/** Services that asked for patience. */
export const servicePauses = pgTable("service_pauses", {
  service: text("service").primaryKey(),
  until: at("until").notNull(),
});

export const approvals = pgTable(
  "approvals",
  {
    id: text("id").$type<ApprovalId>().primaryKey(),
    runId: text("run_id")
      .$type<RunId>()
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    planId: text("plan_id").$type<PlanId>().notNull(),
    planRevision: integer("plan_revision").notNull(),
    stepId: text("step_id").$type<StepId>().notNull(),
    /** Of a repeated step: which item, from 0. */
    item: integer("item"),
    contentHash: text("content_hash").notNull(),
    card: jsonb("card").$type<ApprovalCard>().notNull(),
    status: text("status").$type<"pending" | "approved" | "denied" | "withdrawn">().notNull(),
    approvedHash: text("approved_hash"),
    editedInputs: jsonb("edited_inputs").$type<JsonObject>(),
    reason: text("reason"),
    createdAt: at("created_at").notNull().defaultNow(),
    decidedAt: at("decided_at"),
  },
  (table) => [
    index("approvals_status").on(table.status, table.createdAt),
    index("approvals_run_id").on(table.runId),
  ],
);

/** What people let be done without being asked each time. */
export const envelopes = pgTable(
  "envelopes",
  {
    id: text("id").$type<EnvelopeId>().primaryKey(),
    approvalId: text("approval_id").$type<ApprovalId>().notNull(),
    runId: text("run_id").$type<RunId>().notNull(),
    planId: text("plan_id")
      .$type<PlanId>()
      .notNull()
      .references(() => plans.id, { onDelete: "cascade" }),
    scope: text("scope").$type<EnvelopeGrant["scope"]>().notNull(),
    toolId: text("tool_id").$type<ToolId>().notNull(),
    toolTitle: text("tool_title").notNull(),
    toolVersion: text("tool_version").notNull(),
    connectionId: text("connection_id").$type<ConnectionId>(),
    connectionOrigin: text("connection_origin"),
    bounds: jsonb("bounds").$type<EnvelopeGrant["bounds"]>().notNull(),
    most: integer("most").notNull(),
    used: integer("used").notNull().default(0),
    until: at("until").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    revokedAt: at("revoked_at"),
  },
  (table) => [index("envelopes_plan_id").on(table.planId, table.toolId)],
);

/** The calls that were made within an envelope: each counts once, however often its worker begins anew. */
export const envelopeUses = pgTable(
  "envelope_uses",
  {
    envelopeId: text("envelope_id")
      .$type<EnvelopeId>()
      .notNull()
      .references(() => envelopes.id, { onDelete: "cascade" }),
    /** Names the call: run, step, item, generation. */
    call: text("call").notNull(),
    number: integer("number").notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.envelopeId, table.call] })],
);

export const questions = pgTable(
  "questions",
  {
    id: text("id").$type<QuestionId>().primaryKey(),
    runId: text("run_id")
      .$type<RunId>()
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    planId: text("plan_id").$type<PlanId>().notNull(),
    stepId: text("step_id").$type<StepId>().notNull(),
    /** Of a repeated step: which item, from 0. */
    item: integer("item"),
    question: text("question").notNull(),
    options: jsonb("options").$type<string[]>().notNull(),
    /** What a tool asks for in the middle of a call; null for a question answered in words. */
    form: jsonb("form").$type<QuestionForm>(),
    status: text("status").$type<"pending" | "answered" | "withdrawn">().notNull(),
    answer: jsonb("answer").$type<Json>(),
    createdAt: at("created_at").notNull().defaultNow(),
    decidedAt: at("decided_at"),
  },
  (table) => [
    index("questions_status").on(table.status, table.createdAt),
    index("questions_run_id").on(table.runId),
  ],
);

/** An imported API: its tools belong to it and go with it. */
export const apis = pgTable("apis", {
  id: text("id").primaryKey(),
  title: text("title").notNull(),
  description: text("description").notNull(),
  /** `https://host[:port]` of the first server; credentials are bound to it. */
  origin: text("origin").notNull(),
  /** The document as imported; references inside it are kept. */
  document: packedJson("document").notNull(),
  documentHash: text("document_hash").notNull(),
  /** Where its document can be looked at again. */
  source: jsonb("source").$type<ImportSource>(),
  /** Which operations became tools: kept for the next import. */
  selection: jsonb("selection").$type<Selection>(),
  importedAt: at("imported_at").notNull().defaultNow(),
});

/** MCP servers: their tools belong to them and go with them. */
export const mcpServers = pgTable("mcp_servers", {
  id: text("id").primaryKey(),
  title: text("title").notNull(),
  /** Never updated: another command or address is another server. */
  transport: jsonb("transport").$type<ServerTransport>().notNull(),
  signIn: jsonb("sign_in").$type<ServerSignIn>().notNull(),
  transportHash: text("transport_hash").notNull(),
  /** The transport a person has confirmed; a command is started only while it is the server's own (M1). */
  confirmedHash: text("confirmed_hash"),
  confirmedAt: at("confirmed_at"),
  checkedAt: at("checked_at"),
  problem: text("problem"),
  about: jsonb("about").$type<McpServer["about"]>(),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** What servers say of their tools, and what of it was allowed. The catalogue has those that were. */
export const mcpTools = pgTable(
  "mcp_tools",
  {
    serverId: text("server_id")
      .notNull()
      .references(() => mcpServers.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** As listed last. */
    listed: jsonb("listed").$type<ListedTool>().notNull(),
    pin: text("pin").notNull(),
    /** False once the server lists it no more. */
    isListed: boolean("is_listed").notNull(),
    allowed: jsonb("allowed").$type<ListedTool>(),
    /** The pin it was allowed with; any other means: changed (M2). */
    allowedPin: text("allowed_pin"),
    allowedEffect: text("allowed_effect").$type<Effect>(),
    allowedAt: at("allowed_at"),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.name] })],
);

/** Imports under way and looked at; finished ones stay for a day. */
export const imports = pgTable(
  "imports",
  {
    id: text("id").$type<ImportId>().primaryKey(),
    source: jsonb("source").$type<ImportSource>().notNull(),
    status: text("status").$type<ImportStatus>().notNull(),
    /** The document's text until the import has ended; one of the directory stays there. */
    document: packedText("document"),
    /** An import into this API, whatever the document's title. */
    intoApiId: text("into_api_id"),
    selection: jsonb("selection").$type<Selection>(),
    progress: jsonb("progress").$type<Progress>(),
    preview: jsonb("preview").$type<ImportPreview>(),
    result: jsonb("result").$type<ImportResult>(),
    message: text("message"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [index("imports_status").on(table.status)],
);

/** The API directory as a whole: one row. */
export const apiDirectory = pgTable("api_directory", {
  /** Always `api-directory`. */
  id: text("id").primaryKey(),
  status: text("status").$type<DirectoryStatus>().notNull(),
  /** `<name> <version>` of the package it comes from. */
  package: text("package").notNull(),
  progress: jsonb("progress").$type<Progress>(),
  message: text("message"),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

/** The directory's APIs, apart from the catalogue's: nothing here can be called before it is imported. */
export const directoryApis = pgTable("directory_apis", {
  id: text("id").primaryKey(),
  title: text("title").notNull(),
  description: text("description").notNull(),
  provider: text("provider").notNull(),
  version: text("version").notNull(),
  categories: jsonb("categories").$type<string[]>().notNull(),
  origin: text("origin").notNull(),
  operations: integer("operations").notNull(),
  problem: text("problem"),
});

export const directoryOperations = pgTable(
  "directory_operations",
  {
    /** Of the directory's own search index. */
    id: text("id").primaryKey(),
    apiId: text("api_id")
      .notNull()
      .references(() => directoryApis.id, { onDelete: "cascade" }),
    /** Its place in the document. */
    place: integer("place").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    method: text("method").notNull(),
    path: text("path").notNull(),
    effect: text("effect").$type<Effect>().notNull(),
  },
  (table) => [index("directory_operations_api_id").on(table.apiId, table.place)],
);

/** The catalogue. LanceDB's index is rebuilt from here when lost. */
export const tools = pgTable(
  "tools",
  {
    id: text("id").$type<ToolId>().primaryKey(),
    version: text("version").notNull(),
    /** As built in or imported. */
    definition: jsonb("definition").$type<Tool>().notNull(),
    /** What a person changed of it; laid over the definition when read, and part of `version`. */
    edits: jsonb("edits").$type<ToolEdits>(),
    apiId: text("api_id").references(() => apis.id, { onDelete: "cascade" }),
    serverId: text("server_id").references(() => mcpServers.id, { onDelete: "cascade" }),
    planId: text("plan_id")
      .$type<PlanId>()
      .unique()
      .references(() => planTools.planId, { onDelete: "cascade" }),
    updatedAt: at("updated_at").notNull().defaultNow(),
    // What lists are ordered and counted by, so that they need not read definitions.
    title: text("title")
      .notNull()
      .generatedAlwaysAs(sql`left(coalesce(edits->>'title', definition->>'title'), 300)`),
    effect: text("effect")
      .$type<Effect>()
      .notNull()
      .generatedAlwaysAs(sql`coalesce(edits->>'effect', definition->>'effect')`),
    sourceKind: text("source_kind")
      .$type<SourceKind>()
      .notNull()
      .generatedAlwaysAs(sql`definition->'source'->>'kind'`),
    sourceId: text("source_id").generatedAlwaysAs(
      sql`coalesce(definition->'source'->>'apiId', definition->'source'->>'serverId')`,
    ),
    sourceTitle: text("source_title").generatedAlwaysAs(
      sql`left(coalesce(definition->'source'->>'apiTitle', definition->'source'->>'serverTitle'), 300)`,
    ),
    connectionKind: text("connection_kind").generatedAlwaysAs(sql`definition->>'connectionKind'`),
    /** Neither switched off by a person nor held back since it changed. */
    isOn: boolean("is_on")
      .notNull()
      .generatedAlwaysAs(sql`not (coalesce(edits ? 'off', false) or definition ? 'off')`),
  },
  (table) => [
    index("tools_api_id").on(table.apiId),
    index("tools_server_id").on(table.serverId),
    index("tools_title").on(table.title, table.id),
    index("tools_groups").on(
      table.sourceKind,
      table.sourceId,
      table.sourceTitle,
      table.effect,
      table.connectionKind,
    ),
  ],
);

/** What a tool was before each change; what it is now is in `tools`. */
export const toolHistory = pgTable(
  "tool_versions",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    toolId: text("tool_id")
      .$type<ToolId>()
      .notNull()
      .references(() => tools.id, { onDelete: "cascade" }),
    version: text("version").notNull(),
    definition: jsonb("definition").$type<Tool>().notNull(),
    edits: jsonb("edits").$type<ToolEdits>(),
    since: at("since").notNull(),
    until: at("until").notNull(),
  },
  (table) => [index("tool_versions_tool_id").on(table.toolId, table.id)],
);

export const connections = pgTable(
  "connections",
  {
    id: text("id").$type<ConnectionId>().primaryKey(),
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    origin: text("origin").notNull(),
    config: jsonb("config").$type<JsonObject>().notNull(),
    /** AES-256-GCM: nonce, tag and ciphertext in base64; bound to id and origin (S2, P8). */
    secret: text("secret"),
    isDefault: boolean("is_default").notNull(),
    isSandbox: boolean("is_sandbox").notNull(),
    /** Goes up with each change: of two at the same time, one is told so. */
    version: integer("version").notNull().default(1),
    /** What the service said when it was last tried, as it is now. */
    lastTest: jsonb("last_test").$type<ConnectionTest & { at: string }>(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [index("connections_kind").on(table.kind)],
);

/** Which language model is used, and for what: one row. */
export const modelSettings = pgTable("model_settings", {
  /** Always `models`. */
  id: text("id").primaryKey(),
  /** Null: none. */
  inUse: text("in_use")
    .$type<ConnectionId>()
    .references(() => connections.id, { onDelete: "set null" }),
  role: text("role").$type<ModelRole>().notNull(),
});

/** A person's way to a service's sign-in page and back; what is kept for the way back is sealed. */
export const signIns = pgTable(
  "sign_ins",
  {
    id: text("id").$type<SignInId>().primaryKey(),
    /** SHA-256 of the state parameter: who can read this table can't come back with it. */
    stateHash: text("state_hash").notNull(),
    /** SHA-256 of the key of the browser it began in: no other one may end it. */
    browserHash: text("browser_hash").notNull(),
    purpose: jsonb("purpose").$type<SignInPurpose>().notNull(),
    redirectUri: text("redirect_uri").notNull(),
    /** Who answers, when that is known (RFC 9207). */
    issuer: text("issuer"),
    /** The PKCE verifier and whatever else the exchange needs, from the vault. */
    sealed: text("sealed"),
    /** The page of ours a person comes back to. */
    returnTo: text("return_to").notNull(),
    status: text("status").$type<SignInStatus>().notNull(),
    message: text("message"),
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("sign_ins_state_hash").on(table.stateHash)],
);

/** What a service granted a connection: tokens, sealed. */
export const grants = pgTable(
  "grants",
  {
    connectionId: text("connection_id")
      .$type<ConnectionId>()
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    /** Which of the connection's: the security scheme's name, or `mcp`. */
    name: text("name").notNull(),
    /** Null once the service took it back: a person has to sign in again. */
    sealed: text("sealed"),
    /** When the access token stops being good, as far as the service said. */
    expiresAt: at("expires_at"),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.name] })],
);

export const retention = pgTable("retention", {
  /** Always `retention`. */
  id: text("id").primaryKey(),
  runDays: integer("run_days"),
  fileDays: integer("file_days"),
});

/** Each deletion of what was older than the policy said, with what it has deleted so far. */
export const purges = pgTable(
  "purges",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    policy: jsonb("policy").$type<Retention>().notNull(),
    /** What was to be deleted came before these moments; null: nothing of the kind. */
    runsBefore: at("runs_before"),
    filesBefore: at("files_before"),
    startedBy: text("started_by").$type<Purge["startedBy"]>().notNull(),
    status: text("status").$type<Purge["status"]>().notNull(),
    expected: jsonb("expected").$type<PurgeCounts>().notNull(),
    runs: integer("runs").notNull().default(0),
    events: integer("events").notNull().default(0),
    files: integer("files").notNull().default(0),
    bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
    startedAt: at("started_at").notNull().defaultNow(),
    finishedAt: at("finished_at"),
  },
  (table) => [uniqueIndex("purges_one_running").on(table.status).where(sql`status = 'running'`)],
);

export const files = pgTable("files", {
  id: text("id").$type<FileId>().primaryKey(),
  name: text("name").notNull(),
  mediaType: text("media_type").notNull(),
  sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
  sha256: text("sha256").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** What the sandbox's stand-ins keep: they are services of their own that happen to share the server. */
export const sandbox = pgSchema("sandbox");

export const deliveries = sandbox.table(
  "deliveries",
  {
    id: text("id").$type<DeliveryId>().primaryKey(),
    channel: text("channel").$type<Delivery["channel"]>().notNull(),
    from: text("from").notNull(),
    to: jsonb("to").$type<string[]>().notNull(),
    subject: text("subject"),
    text: text("text").notNull(),
    html: text("html"),
    attachments: jsonb("attachments").$type<Delivery["attachments"]>().notNull(),
    /** The id the service gave the message: Slack's `ts`, Twilio's `sid`, the mail queue's id. */
    serviceId: text("service_id").notNull(),
    /** What the sender says makes two messages the same: Message-ID, `client_msg_id`. */
    idempotencyKey: text("idempotency_key"),
    receivedAt: at("received_at").notNull().defaultNow(),
  },
  (table) => [
    index("deliveries_received_at").on(table.receivedAt, table.id),
    uniqueIndex("deliveries_service_id").on(table.channel, table.serviceId),
    uniqueIndex("deliveries_idempotency_key").on(table.channel, table.idempotencyKey),
  ],
);

export const bookings = sandbox.table(
  "flight_bookings",
  {
    reference: text("reference").primaryKey(),
    status: text("status").$type<"held" | "booked" | "canceled">().notNull(),
    offerId: text("offer_id").notNull(),
    offer: jsonb("offer").$type<JsonObject>().notNull(),
    passenger: text("passenger"),
    idempotencyKey: text("idempotency_key"),
    /** Hash of the request that came with the key: the same key with another request is refused. */
    requestHash: text("request_hash"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("flight_bookings_idempotency_key").on(table.idempotencyKey)],
);

/** Who may use a stand-in. Secrets are 256 random bits, so a plain hash of one tells nothing. */
export const sandboxAccounts = sandbox.table("accounts", {
  /** `smtp`, `slack`, `twilio`, `scim`, `weather`, `flights`. */
  service: text("service").primaryKey(),
  userName: text("user_name").notNull(),
  secretSha256: text("secret_sha256").notNull(),
});

/** What the seed has put in place, so that the next start does nothing and brings back nothing a person removed. */
export const sandboxSeeds = sandbox.table("seeds", {
  name: text("name").primaryKey(),
  /** Of what was seeded; another one means seed again. */
  fingerprint: text("fingerprint").notNull(),
  seededAt: at("seeded_at").notNull().defaultNow(),
});
