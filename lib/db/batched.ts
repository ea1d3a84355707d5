interface Asked<Request, Answer> {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Answers many requests with one query: what is asked while the query before is under way goes into the next one. So
 * every answer is as new as one of a query of its own, and a busy process asks as seldom as an idle one.
 * @param answerAll gives an answer for each request, in their order
 * @param maxBatch requests of one query
 */
export function batched<Request, Answer>(
  answerAll: (requests: Request[]) => Promise<Answer[]>,
  maxBatch = 500,
): (request: Request) => Promise<Answer> {
  const queue: Asked<Request, Answer>[] = [];
  let isAsking = false;

  async function askAll(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    // Whatever else happens at this moment asks along.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const asked = queue.splice(0, maxBatch);
      try {
        const answers = await answerAll(asked.map((one) => one.request));
        asked.forEach((one, index) => {
          one.resolve(answers[index] as Answer);
        });
      } catch (error) {
        for (const one of asked) one.reject(error);
      }
    }
    isAsking = false;
  }

  return (request) =>
    new Promise((resolve, reject) => {
      queue.push({ request, resolve, reject });
      void askAll();
    });
}
