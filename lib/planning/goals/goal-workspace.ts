// A workspace to plan goals in, as the first start makes it, without a database or a network: the real tool
// definitions, the weather and flights documents through the real importer, the real search index in a temporary
// folder, and the columns of the sandbox's sales data.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Candidate } from "@/lib/domain/candidate";
import { fileIdSchema, type ToolId } from "@/lib/domain/ids";
import { maxItems } from "@/lib/domain/repeat";
import type { ColumnType } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";
import { planGoal } from "@/lib/planning/embedded/plan-goal";
import type {
  FileFacts,
  PlanDraft,
  PlanningRequest,
  TableFacts,
} from "@/lib/planning/embedded/planning-request";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { candidateOf, fitThreshold } from "@/lib/retrieval/search-tools";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { flightsDocument } from "@/lib/sandbox/flights/openapi";
import { weatherDocument } from "@/lib/sandbox/weather/openapi";
import { salesRows } from "@/lib/setup/sales-tables";
import { builtinTools } from "@/lib/tools/definitions";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";

export interface GoalWorkspace {
  tools: ReadonlyMap<ToolId, Tool>;
  search: (query: string, limit: number) => Promise<Candidate[]>;
  /** What the planner is asked for a goal. */
  requestFor: (goal: string, options?: GoalOptions) => Promise<PlanningRequest>;
  plan: (goal: string, options?: GoalOptions) => Promise<PlanDraft>;
  close: () => Promise<void>;
}

export interface GoalOptions {
  files?: readonly FileFacts[];
  now?: Date;
  writesTexts?: boolean;
  mostItems?: number;
}

/** A Monday. */
export const monday = new Date("2026-11-23T09:00:00Z");

const column = (name: string, type: ColumnType, values?: string[]) => ({
  name,
  type,
  ...(values ? { values } : {}),
});

/** An uploaded list of customers. */
export const accountsFile: FileFacts = {
  id: fileIdSchema.parse("file_0123456789abcdef"),
  name: "accounts.csv",
  mediaType: "text/csv",
  columns: [
    column("Customer", "text"),
    column("Country", "text"),
    column("Revenue", "number"),
    column("Signed", "date"),
  ],
};

/** An uploaded letter. */
export const letterFile: FileFacts = {
  id: fileIdSchema.parse("file_fedcba9876543210"),
  name: "letter.txt",
  mediaType: "text/plain",
  columns: null,
};

export async function openGoalWorkspace(): Promise<GoalWorkspace> {
  const documents = [
    weatherDocument("http://127.0.0.1:9/weather"),
    flightsDocument("http://127.0.0.1:9/flights"),
  ];
  const imported = await Promise.all(documents.map((document) => parseOpenApi(JSON.stringify(document))));
  const list = [
    ...builtinTools,
    ...imported.flatMap((result) => {
      if (result.kind === "refused") throw new Error(result.message);
      return result.tools;
    }),
  ];
  const tools = new Map(list.map((tool) => [tool.id, tool]));
  const folder = await mkdtemp(path.join(tmpdir(), "lamplight-goals-"));
  const index = await ToolIndex.connect(folder, staticEmbedder());
  await index.reset();
  await index.write(list);
  const connectedKinds = new Set(
    list.flatMap((tool) => (tool.connectionKind === null ? [] : [tool.connectionKind])),
  );
  const search = async (query: string, limit: number) =>
    (await rankTools(index, { query, limit })).flatMap((found): Candidate[] => {
      const tool = list.find((one) => one.id === found.id);
      return tool ? [candidateOf(tool, connectedKinds, found)] : [];
    });
  const tables = salesFacts();
  const requestFor = async (goal: string, options: GoalOptions = {}): Promise<PlanningRequest> => ({
    goal,
    now: options.now ?? monday,
    timeZone: "Europe/Berlin",
    files: options.files ?? [],
    search,
    nearest: (await search(goal, 60)).map(({ tool }) => tool.id),
    tools,
    facts: {
      databases: [{ connectionKind: "postgres", tables }],
      connectedKinds,
      fitThreshold,
      writesTexts: options.writesTexts ?? false,
      mostItems: options.mostItems ?? maxItems,
    },
  });
  return {
    tools,
    search,
    requestFor,
    plan: async (goal, options) => planGoal(await requestFor(goal, options)),
    close: async () => {
      index.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The sandbox's tables as `describeTables` gives them: the view first. */
function salesFacts(): TableFacts[] {
  const tables = salesRows().map(
    ({ table, columns }): TableFacts => ({
      name: table,
      columns: columns.map(({ name, type, values }) => {
        const kind = type === "text" ? "text" : type === "date" ? "date" : "number";
        const different = new Set(values.map(String));
        return column(name, kind, kind === "text" && different.size <= 100 ? [...different] : undefined);
      }),
    }),
  );
  const from = (table: string, name: string, as = name) => {
    const found = tables.find((one) => one.name === table)?.columns.find((one) => one.name === name);
    if (!found) throw new Error(`${table}.${name} is not there.`);
    return { ...found, name: as };
  };
  const view: TableFacts = {
    name: "sales",
    columns: [
      from("orders", "id", "order_id"),
      ...["order_date", "ship_date", "region", "state", "city"].map((name) => from("orders", name)),
      ...["category", "sub_category"].map((name) => from("products", name)),
      from("products", "name", "product"),
      from("customers", "name", "customer"),
      from("customers", "segment"),
      from("orders", "ship_mode"),
      ...["quantity", "sales", "discount", "profit"].map((name) => from("order_lines", name)),
    ],
  };
  return [view, ...tables];
}
