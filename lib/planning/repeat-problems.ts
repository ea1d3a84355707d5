import { type Binding, leafBindings } from "@/lib/domain/binding";
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
  const count = knownItems(over);
  if (count > limit) {
    const many = count.toLocaleString("en");
    return [wrong(`${list} has ${many} items; its limit is ${limit}. Raise the limit or shorten the list.`)];
  }
  return [];
}

/** A step that may be repeated for more items than the installation allows: said before it runs. */
export function limitProblems(step: Step, mostItems: number): PlanProblem[] {
  if (!step.repeat || step.repeat.limit <= mostItems) return [];
  const [limit, most] = [step.repeat.limit, mostItems].map((count) => count.toLocaleString("en"));
  const message = `"${step.title}" may be done for ${limit} items; this installation allows ${most}. Lower its limit.`;
  return [problem("open", "too-many-items", step.id, null, message)];
}

/** How many items a list has at least, as far as that is known before it runs. */
function knownItems(over: Binding): number {
  if (over.kind === "literal") return Array.isArray(over.value) ? over.value.length : 0;
  if (over.kind !== "list") return 0;
  return over.items.reduce(
    (sum, item) => sum + (item.kind === "literal" && !Array.isArray(item.value) ? 1 : knownItems(item)),
    0,
  );
}
