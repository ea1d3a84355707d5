import { answerQuestion } from "@/lib/flow/answer-question";
import { conflict, notFound, refused } from "@/lib/http/problem";
import { answerRequestSchema, questionParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: questionParamsSchema, body: answerRequestSchema },
  async ({ params, body }) => {
    const answered = await answerQuestion({ questionId: params.questionId, answer: body.answer });
    switch (answered.kind) {
      case "answered":
        return json(answered.question);
      case "conflict":
        throw conflict(`This question is ${answered.question.status} already.`, {
          question: answered.question,
        });
      case "refused":
        throw refused(answered.message);
      case "not-found":
        throw notFound("question", params.questionId);
      default:
        return answered satisfies never;
    }
  },
);
