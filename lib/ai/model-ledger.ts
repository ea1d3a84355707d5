// What was said to a model while a plan was made, counted: tokens, cost, time.
import { costOfTokens, type ModelPrice } from "@/lib/domain/language-model";
import type { ModelExchange, PlanningRecord } from "@/lib/domain/planning-record";

/** Longer answers are cut in the record: no plan is as long. */
const longestAnswer = 40_000;

export class ModelLedger {
  readonly #exchanges: ModelExchange[] = [];

  add(exchange: ModelExchange): void {
    const { answered } = exchange;
    const cut = answered.length <= longestAnswer ? answered : `${answered.slice(0, longestAnswer)}…`;
    this.#exchanges.push({ ...exchange, answered: cut });
  }

  record(options: { model: string | null; price: ModelPrice | null; tookMs: number }): PlanningRecord {
    const { model, price } = options;
    const inputTokens = sumOf(this.#exchanges.map((one) => one.inputTokens));
    const outputTokens = sumOf(this.#exchanges.map((one) => one.outputTokens));
    const isCounted = price !== null && inputTokens !== null && outputTokens !== null;
    return {
      model,
      tookMs: Math.round(options.tookMs),
      inputTokens,
      outputTokens,
      costUsd: isCounted ? costOfTokens(price, inputTokens, outputTokens) : null,
      exchanges: [...this.#exchanges],
    };
  }
}

/** Null when none is known. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
