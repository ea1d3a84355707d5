import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { scheduleSchema } from "@/lib/domain/schedule";
import { getJson } from "./api";

const schedulesSchema = z.object({ schedules: z.array(scheduleSchema) });

/** Plans that are run by the clock, the next to run first. */
export const schedulesQuery = queryOptions({
  queryKey: ["schedules"],
  queryFn: async ({ signal }) => (await getJson("/api/schedules", schedulesSchema, signal)).schedules,
});
