import { findApproval } from "@/lib/db/approvals";
import { decideApproval } from "@/lib/flow/decide-approval";
import { conflict, notFound, refused } from "@/lib/http/problem";
import { approvalParamsSchema, decisionRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: approvalParamsSchema }, async ({ params }) => {
  const approval = await findApproval(params.approvalId);
  if (!approval) throw notFound("approval", params.approvalId);
  return json(approval);
});

export const POST = route(
  { params: approvalParamsSchema, body: decisionRequestSchema },
  async ({ params, body }) => {
    const decided = await decideApproval({ approvalId: params.approvalId, decision: body });
    switch (decided.kind) {
      case "decided":
        return json(decided.approval);
      case "conflict":
        throw conflict(
          decided.approval.status === "pending"
            ? "The decision is for something else than what is waiting. Look at it again, then decide."
            : `This has been decided already: ${decided.approval.status}.`,
          { approval: decided.approval },
        );
      case "refused":
        throw refused(decided.message, { problems: decided.problems });
      case "not-found":
        throw notFound("approval", params.approvalId);
      default:
        return decided satisfies never;
    }
  },
);
