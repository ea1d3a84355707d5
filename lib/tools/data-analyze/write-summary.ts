// The written paragraph of an analysis: every number in it is one of the figures.
import { formatNumber, formatPercent, formatPeriod, joinWords } from "@/lib/tools/format-value";
import type { TimeGrain } from "@/lib/tools/table-schemas";
import { wordsOf } from "@/lib/tools/words";
import type { Analysis, Group, Period } from "./analyze-rows";

export interface Wording {
  /** ISO 4217, or null for plain numbers. */
  currency: string | null;
  /** What the person called it: "Quarterly sales". */
  focus: string | null;
}

/** A name as it stands inside a sentence: `ship_mode` → "ship mode", `revenue_usd` → "revenue". */
export function plainName(name: string): string {
  const spaced = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_\s]+/g, " ")
    .trim();
  // The currency is written with every amount.
  const bare = spaced.replace(/[\s(]+(?:usd|eur|gbp|chf|jpy|[$€£¥])\)?$/i, "");
  return /^[A-Z]{2,}/.test(bare) ? bare : bare.toLowerCase();
}

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** One line that names the report: "Quarterly sales: Q1 2014 to Q4 2017". */
export function writeTitle(analysis: Analysis, { focus }: Wording): string {
  const name =
    focus?.trim() || `${capital(subjectOf(analysis))}${analysis.grain ? ` by ${analysis.grain}` : ""}`;
  const span = spanOf(analysis);
  return span === null ? name : `${name}: ${span}`;
}

/** The paragraph. Never empty; says so when there are no rows. */
export function writeSummary(analysis: Analysis, wording: Wording): string {
  if (analysis.rowCount === 0) return "The table has no rows, so there is nothing to analyze.";
  const sentences = [
    totalSentence(analysis, wording),
    ...bestAndWorst(analysis, wording),
    ...yearOnYear(analysis, wording),
    ...latest(analysis, wording),
    ...analysis.groups.flatMap(({ column, groups }) => groupSentence(column, groups, analysis, wording)),
    ...outlierSentence(analysis, wording),
    ...undated(analysis),
  ];
  return sentences.join(" ");
}

/** What is measured: "sales"; "the number of rows". */
function subjectOf(analysis: Analysis): string {
  return analysis.method === "count" ? "the number of rows" : plainName(analysis.measure);
}

function amount(value: number, analysis: Analysis, { currency }: Wording): string {
  return formatNumber(value, analysis.method === "count" ? null : currency);
}

function spanOf(analysis: Analysis): string | null {
  const [first, last] = [analysis.periods[0], analysis.periods.at(-1)];
  if (!first || !last || !analysis.grain) return null;
  const from = formatPeriod(first.firstDay, analysis.grain);
  return first === last ? from : `${from} to ${formatPeriod(last.firstDay, analysis.grain)}`;
}

function totalSentence(analysis: Analysis, wording: Wording): string {
  const subject = subjectOf(analysis);
  const verb = analysis.method === "average" ? "averaged" : "came to";
  const rows = `${formatNumber(analysis.rowCount)} ${analysis.rowCount === 1 ? "row" : "rows"}`;
  const opening = `${capital(/^(?:total|the) /.test(subject) || verb === "averaged" ? subject : `total ${subject}`)} ${verb} ${amount(analysis.total, analysis, wording)}`;
  const { grain, periods } = analysis;
  const span = spanOf(analysis);
  if (!grain || span === null)
    return analysis.method === "count" ? `${opening}.` : `${opening} over ${rows}.`;
  return periods.length === 1
    ? `${opening} in ${span}.`
    : `${opening} over ${periods.length} ${grain}s, from ${span}.`;
}

function bestAndWorst(analysis: Analysis, wording: Wording): string[] {
  const { grain, periods } = analysis;
  const [first, ...rest] = periods;
  if (!grain || !first || rest.length === 0) return [];
  const best = rest.reduce((top, one) => (one.value > top.value ? one : top), first);
  const worst = rest.reduce((low, one) => (one.value < low.value ? one : low), first);
  if (best.value === worst.value) return [`Every ${grain} had the same value.`];
  const named = (one: Period) =>
    `${formatPeriod(one.firstDay, grain)} with ${amount(one.value, analysis, wording)}`;
  return [`The best ${grain} was ${named(best)}, the worst ${named(worst)}.`];
}

function yearOnYear(analysis: Analysis, wording: Wording): string[] {
  const { years } = analysis;
  const changed = years.filter(({ changePercent }) => changePercent !== null);
  const last = changed.at(-1);
  if (!last) return [];
  const subject = subjectOf(analysis);
  if (changed.length === 1) {
    const before = years[years.indexOf(last) - 1];
    const from = before
      ? `, from ${amount(before.value, analysis, wording)} to ${amount(last.value, analysis, wording)}`
      : "";
    return [`Year over year, ${subject} ${moved(last.changePercent)} in ${last.year}${from}.`];
  }
  const parts = changed.map(({ year, changePercent }) => `${moved(changePercent)} in ${year}`);
  return [`Year over year, ${subject} ${joinWords(parts)}, to ${amount(last.value, analysis, wording)}.`];
}

function moved(percent: number | null): string {
  if (percent === null) return "had no comparison";
  if (percent === 0) return "did not change";
  return `${percent > 0 ? "grew" : "fell"} by ${formatPercent(Math.abs(percent))}`;
}

function latest(analysis: Analysis, wording: Wording): string[] {
  const { grain, periods } = analysis;
  const last = periods.at(-1);
  if (!grain || !last || periods.length < 2) return [];
  const yearAgo = last.changeFromYearBeforePercent;
  const before = last.changePercent;
  const against = [
    ...(yearAgo === null || grain === "year"
      ? []
      : [`${upOrDown(yearAgo)} on the same ${grain} a year earlier`]),
    ...(before === null ? [] : [`${upOrDown(before)} on the ${grain} before`]),
  ];
  if (against.length === 0) return [];
  const name = formatPeriod(last.firstDay, grain);
  return [
    `The latest ${grain}, ${name}, had ${amount(last.value, analysis, wording)}: ${joinWords(against)}.`,
  ];
}

function upOrDown(percent: number): string {
  if (percent === 0) return "level";
  return `${percent > 0 ? "up" : "down"} ${formatPercent(Math.abs(percent))}`;
}

function groupSentence(
  column: string,
  groups: readonly Group[],
  analysis: Analysis,
  wording: Wording,
): string[] {
  const [top, last] = [groups[0], groups.at(-1)];
  if (!top || !last || top === last) return [];
  const named = ({ group, value, sharePercent }: Group) => {
    const share = sharePercent === null || sharePercent < 0.1 ? "" : ` (${formatPercent(sharePercent)})`;
    return `${group} with ${amount(value, analysis, wording)}${share}`;
  };
  return [`By ${plainName(column)}, the highest was ${named(top)} and the lowest ${named(last)}.`];
}

function outlierSentence(analysis: Analysis, wording: Wording): string[] {
  if (analysis.outliers.length === 0) return [];
  const parts = analysis.outliers.map((outlier) => {
    const name = outlierName(outlier, analysis.grain);
    return `${name} (${amount(outlier.value, analysis, wording)}, unusually ${outlier.direction})`;
  });
  return [`${joinWords(parts)} ${parts.length === 1 ? "stands" : "stand"} out.`];
}

/** An outlier by its period or its row. */
export function outlierName(outlier: Analysis["outliers"][number], grain: TimeGrain | null): string {
  return outlier.firstDay !== null && grain ? formatPeriod(outlier.firstDay, grain) : outlier.what;
}

function undated(analysis: Analysis): string[] {
  if (analysis.undatedRows === 0) return [];
  const count = analysis.undatedRows;
  return [
    `${formatNumber(count)} ${count === 1 ? "row has" : "rows have"} no date and ${count === 1 ? "is" : "are"} in the total only.`,
  ];
}

/** "USD" for a column called `amount_usd` or `Revenue (EUR)`; null when its name has no currency. */
export function currencyOf(column: string): string | null {
  const codes: Record<string, string> = {
    usd: "USD",
    eur: "EUR",
    gbp: "GBP",
    chf: "CHF",
    jpy: "JPY",
    euro: "EUR",
    dollar: "USD",
  };
  const signs: Record<string, string> = { $: "USD", "€": "EUR", "£": "GBP", "¥": "JPY" };
  const sign = [...column].find((letter) => Object.hasOwn(signs, letter));
  const word = wordsOf(column).find((one) => Object.hasOwn(codes, one));
  return (sign && signs[sign]) ?? (word && codes[word]) ?? null;
}

/** Per cent between two figures, for the report. */
export const changeText = (percent: number | null) =>
  percent === null ? "" : `${percent > 0 ? "+" : ""}${formatPercent(percent)}`;
