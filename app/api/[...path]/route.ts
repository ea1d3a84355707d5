import { ProblemError } from "@/lib/http/problem";
import { route } from "@/lib/http/route";

/** Addresses of the API there is nothing at: a problem for programs, not a page for people. */
const answer = route({}, async ({ request }) => {
  throw new ProblemError({
    status: 404,
    code: "not-found",
    title: "Not found",
    detail: `There is nothing at ${new URL(request.url).pathname.slice(0, 200)}. /api/openapi.json describes what there is.`,
  });
});

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
