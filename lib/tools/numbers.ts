// Sums as people check them: with a calculator, to the last digit.

/** Digits after the point in a number's shortest decimal form. */
function decimalsOf(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
}

/**
 * The sum, rounded to the digits its terms have: 0.1 + 0.2 is 0.3. Compensated (Neumaier), so that the order of
 * the terms and their number don't show.
 */
export function exactSum(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  let decimals = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
    decimals = Math.max(decimals, decimalsOf(value));
  }
  return roundTo(sum + lost, decimals);
}

/** Rounded to so many digits after the point, as far as a double can tell them. */
export function roundTo(value: number, decimals: number): number {
  return decimals > 12 || Math.abs(value) >= 1e21 ? value : Number(value.toFixed(decimals));
}

/** The middle value; of an even number of values, between the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}

/** Per cent from one value to the next, to one decimal; null when the first is 0 or the sign changes. */
export function percentChange(from: number, to: number): number | null {
  return from === 0 || from < 0 !== to < 0 ? null : roundTo(((to - from) / Math.abs(from)) * 100, 1);
}
