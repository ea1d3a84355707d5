import { stopAskingForRepair } from "@/lib/flow/ask-for-repair";
import { runStepParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ params: runStepParamsSchema }, async ({ params }) =>
  json({ canceled: await stopAskingForRepair(params) }),
);
