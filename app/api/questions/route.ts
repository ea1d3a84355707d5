import { pendingQuestions } from "@/lib/db/questions";
import { pendingQuerySchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ query: pendingQuerySchema }, async () =>
  json({ questions: await pendingQuestions() }),
);
