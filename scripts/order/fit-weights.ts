// Weights under which the right tools most likely come before the wrong ones: maximum likelihood by Newton's method.

/** One request's candidates: their evidence, and whether they were asked for. */
export type Example = readonly { evidence: Readonly<Record<string, number>>; isGold: boolean }[];

const mostRounds = 30;
/** Steps so small change no order. */
const enough = 1e-4;
/** Keeps weights of what says little small. */
const ridge: number = 1e-3;

/** The likelihood that each right tool is chosen from itself and all wrong ones is concave: one best answer. */
export function fitWeights(examples: readonly Example[], features: readonly string[]): number[] {
  const lists = examples.map((example) => listOf(example, features)).filter(({ gold }) => gold.length > 0);
  let weights = features.map(() => 0);
  let now = likelihood(lists, weights);
  for (let round = 0; round < mostRounds; round++) {
    const step = solve(now.curvature, now.slope);
    let share = 1;
    let [next, then] = [weights, now];
    do {
      next = weights.map((weight, f) => weight + share * (step[f] ?? 0));
      then = likelihood(lists, next);
      share /= 2;
    } while (then.value < now.value && share > enough);
    if (then.value <= now.value) break;
    const moved = Math.max(...next.map((weight, f) => Math.abs(weight - (weights[f] ?? 0))));
    [weights, now] = [next, then];
    if (moved < enough) break;
  }
  return weights;
}

interface List {
  gold: number[][];
  others: number[][];
}

function listOf(example: Example, features: readonly string[]): List {
  const rows = (isGold: boolean) =>
    example
      .filter((candidate) => candidate.isGold === isGold)
      .map(({ evidence }) => features.map((feature) => evidence[feature] ?? 0));
  return { gold: rows(true), others: rows(false) };
}

/** The mean log likelihood, its slope, and its curvature with the sign turned. */
function likelihood(lists: readonly List[], weights: readonly number[]) {
  const size = weights.length;
  const slope = weights.map((weight) => -ridge * weight);
  const curvature = weights.map((_, a) => weights.map((_, b) => (a === b ? ridge : 0)));
  let value = -0.5 * ridge * inner(weights, weights);
  const choices = lists.reduce((sum, { gold }) => sum + gold.length, 0);
  for (const { gold, others } of lists) {
    const spread = spreadOf(others, weights);
    for (const right of gold) {
      const own = inner(right, weights);
      const most = Math.max(own, spread.logTotal);
      const logTotal = most + Math.log(Math.exp(own - most) + Math.exp(spread.logTotal - most));
      const chance = Math.exp(own - logTotal);
      value += (own - logTotal) / choices;
      for (let a = 0; a < size; a++) {
        const [x, m] = [right[a] ?? 0, spread.mean[a] ?? 0];
        slope[a] = (slope[a] ?? 0) + ((1 - chance) * (x - m)) / choices;
        const row = curvature[a] ?? [];
        for (let b = 0; b < size; b++) {
          const apart = (x - m) * ((right[b] ?? 0) - (spread.mean[b] ?? 0));
          const within = spread.variance[a]?.[b] ?? 0;
          row[b] = (row[b] ?? 0) + ((1 - chance) * within + chance * (1 - chance) * apart) / choices;
        }
      }
    }
  }
  return { value, slope, curvature };
}

/** Of the wrong tools, each as likely as its value has it: log of their total, mean and variance of their evidence. */
function spreadOf(rows: readonly number[][], weights: readonly number[]) {
  const size = weights.length;
  const values = rows.map((row) => inner(row, weights));
  const most = Math.max(...values, -1e9);
  const chances = values.map((value) => Math.exp(value - most));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  const mean = new Array<number>(size).fill(0);
  const variance = weights.map(() => new Array<number>(size).fill(0));
  for (const [place, row] of rows.entries()) {
    const share = (chances[place] ?? 0) / total;
    if (share < 1e-9) continue;
    for (let a = 0; a < size; a++) {
      const shared = share * (row[a] ?? 0);
      mean[a] = (mean[a] ?? 0) + shared;
      const line = variance[a] ?? [];
      for (let b = 0; b < size; b++) line[b] = (line[b] ?? 0) + shared * (row[b] ?? 0);
    }
  }
  for (let a = 0; a < size; a++) {
    const line = variance[a] ?? [];
    for (let b = 0; b < size; b++) line[b] = (line[b] ?? 0) - (mean[a] ?? 0) * (mean[b] ?? 0);
  }
  return { logTotal: most + Math.log(Math.max(total, 1e-300)), mean, variance };
}

/** x of matrix · x = right, for a positive definite matrix (Gaussian elimination). */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, a) => [...row, right[a] ?? 0]);
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const head = rows[pivot] ?? [];
    for (let below = pivot + 1; below < size; below++) {
      const row = rows[below] ?? [];
      const factor = (row[pivot] ?? 0) / (head[pivot] ?? 1);
      for (let column = pivot; column <= size; column++)
        row[column] = (row[column] ?? 0) - factor * (head[column] ?? 0);
    }
  }
  const found = new Array<number>(size).fill(0);
  for (let pivot = size - 1; pivot >= 0; pivot--) {
    const head = rows[pivot] ?? [];
    let rest = head[size] ?? 0;
    for (let column = pivot + 1; column < size; column++) rest -= (head[column] ?? 0) * (found[column] ?? 0);
    found[pivot] = rest / (head[pivot] ?? 1);
  }
  return found;
}

const inner = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
