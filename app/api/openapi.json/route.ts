import { publicOrigin } from "@/lib/env";
import { describeApi } from "@/lib/http/describe-api";
import { json, route } from "@/lib/http/route";

/** Public: it holds nothing but the shape of the API. */
export const GET = route({ access: "anybody" }, async ({ request }) =>
  json(describeApi(publicOrigin() ?? `http://${request.headers.get("host")}`)),
);
