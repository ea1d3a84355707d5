import { leafBindings } from "@/lib/domain/binding";
import type { Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import { bindingSchemaOf } from "./check-value";
import { isListLike, problem, readingProblem, readSchema, type Surroundings } from "./read-schema";

/** What is wrong with what a step is repeated over. */
export function repeatProblems(step: Step, surroundings: Surroundings): PlanProblem[] {
  if (!step.repeat) return [];
  const { over, limit } = step.repeat;
  const wrong = (message: string) => problem("invalid", "wrong-repeat", step.id, null, message);
  const list = `The list "${step.title}" is repeated over`;
  const leaves = leafBindings(over).flatMap((leaf): PlanProblem[] => {
    if (leaf.kind === "question") return [problem("open", "open-question", step.id, null, leaf.question)];
    if (leaf.kind === "item") return [wrong(`${list} can't be read from its own items.`)];
    if (leaf.kind !== "output") return [];
    const found = readingProblem(leaf, step, surroundings);
    return found ? [problem("invalid", found.code, step.id, null, `${list} ${found.message}.`)] : [];
  });
  if (leaves.length > 0) return leaves;
  const schema = bindingSchemaOf(over, (read) => readSchema(read, step, surroundings));
  if (!isListLike(schema)) return [wrong(`${list} is not a list. Choose one, or a table.`)];
  if (over.kind === "literal" && Array.isArray(over.value) && over.value.length > limit) {
    const count = over.value.length.toLocaleString("en");
    return [wrong(`${list} has ${count} items; its limit is ${limit}. Raise the limit or shorten the list.`)];
  }
  return [];
}
