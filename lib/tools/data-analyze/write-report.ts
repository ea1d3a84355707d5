import type { TableColumn, TableRow } from "@/lib/domain/table";
import { formatNumber, formatPercent, formatPeriod } from "@/lib/tools/format-value";
import { markdownTable } from "@/lib/tools/table-text";
import { type Analysis, methodOf } from "./analyze-rows";
import { changeText, outlierName, plainName, type Wording, writeSummary, writeTitle } from "./write-summary";

const maxPeriods = 60;
const maxGroups = 10;

/** The whole report in Markdown: summary, periods, years, groups, totals. */
export function writeReport(analysis: Analysis, wording: Wording): string {
  const sections = [
    `# ${writeTitle(analysis, wording)}`,
    writeSummary(analysis, wording),
    ...periodSection(analysis, wording),
    ...yearSection(analysis, wording),
    ...groupSections(analysis, wording),
    ...outlierSection(analysis, wording),
    ...totalSection(analysis, wording),
  ];
  return `${sections.join("\n\n")}\n`;
}

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
const text = (name: string): TableColumn => ({ name, type: "text" });
/** Already formatted, so text; aligned as numbers are. */
const number = (name: string): TableColumn => ({ name, type: "number" });

function measureName(analysis: Analysis): string {
  return analysis.method === "count" ? "Rows" : capital(plainName(analysis.measure));
}

function amount(value: number, analysis: Analysis, { currency }: Wording): string {
  return formatNumber(value, analysis.method === "count" ? null : currency);
}

function periodSection(analysis: Analysis, wording: Wording): string[] {
  const { grain, periods } = analysis;
  if (!grain || periods.length === 0) return [];
  const name = capital(grain);
  const measure = measureName(analysis);
  const withYear = periods.some((period) => period.changeFromYearBeforePercent !== null) && grain !== "year";
  const columns = [
    text(name),
    number(measure),
    number("Change"),
    ...(withYear ? [number("On the year before")] : []),
  ];
  const shown = periods.slice(-maxPeriods);
  const rows: TableRow[] = shown.map((period) => ({
    [name]: formatPeriod(period.firstDay, grain),
    [measure]: amount(period.value, analysis, wording),
    Change: changeText(period.changePercent),
    "On the year before": changeText(period.changeFromYearBeforePercent),
  }));
  const left = periods.length - shown.length;
  const note = left > 0 ? [`The ${left} ${left === 1 ? grain : `${grain}s`} before are left out here.`] : [];
  return [`## By ${grain}`, markdownTable(columns, rows, maxPeriods), ...note];
}

function yearSection(analysis: Analysis, wording: Wording): string[] {
  if (analysis.years.length < 2) return [];
  const measure = measureName(analysis);
  const rows: TableRow[] = analysis.years.map(({ year, value, changePercent }) => ({
    Year: year,
    [measure]: amount(value, analysis, wording),
    Change: changeText(changePercent),
  }));
  return ["## By year", markdownTable([text("Year"), number(measure), number("Change")], rows)];
}

function groupSections(analysis: Analysis, wording: Wording): string[] {
  return analysis.groups.flatMap(({ column, groups }) => {
    if (groups.length < 2) return [];
    const name = capital(plainName(column));
    const measure = measureName(analysis);
    const withShare = groups.some(({ sharePercent }) => sharePercent !== null);
    const columns = [text(name), number(measure), ...(withShare ? [number("Share")] : [])];
    const rows: TableRow[] = groups.slice(0, maxGroups).map(({ group, value, sharePercent }) => ({
      [name]: group,
      [measure]: amount(value, analysis, wording),
      Share: sharePercent === null ? "" : formatPercent(sharePercent),
    }));
    const top = groups.length > maxGroups ? ` (the ${maxGroups} highest of ${groups.length})` : "";
    return [`## By ${plainName(column)}${top}`, markdownTable(columns, rows)];
  });
}

function outlierSection(analysis: Analysis, wording: Wording): string[] {
  if (analysis.outliers.length === 0) return [];
  const lines = analysis.outliers.map(
    (outlier) =>
      `- ${outlierName(outlier, analysis.grain)}: ${amount(outlier.value, analysis, wording)}, unusually ${outlier.direction}`,
  );
  return ["## What stands out", lines.join("\n")];
}

function totalSection(analysis: Analysis, wording: Wording): string[] {
  if (analysis.totals.length < 2) return [];
  const columns = [text("Figure"), ...["Sum", "Average", "Smallest", "Largest"].map(number)];
  const rows: TableRow[] = analysis.totals.map((total) => {
    const currency = total.column === analysis.measure ? wording.currency : null;
    return {
      Figure: capital(plainName(total.column)),
      Sum: methodOf({ name: total.column }) === "sum" ? formatNumber(total.sum, currency) : "",
      Average: formatNumber(total.average, currency),
      Smallest: formatNumber(total.minimum, currency),
      Largest: formatNumber(total.maximum, currency),
    };
  });
  return ["## All figures", markdownTable(columns, rows)];
}
