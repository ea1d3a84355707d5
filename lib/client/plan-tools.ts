import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { planToolSchema } from "@/lib/domain/plan-tool";
import { getJson } from "./api";

const planToolsSchema = z.object({ planTools: z.array(planToolSchema) });

/** Plans that other plans can run. */
export const planToolsQuery = queryOptions({
  queryKey: ["plan-tools"],
  queryFn: async ({ signal }) => (await getJson("/api/plan-tools", planToolsSchema, signal)).planTools,
});
