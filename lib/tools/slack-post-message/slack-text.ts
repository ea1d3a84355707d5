// Markdown as Slack writes it.
import type { Table } from "@/lib/domain/table";
import { formatCell } from "@/lib/tools/format-value";
import { cellOf } from "@/lib/tools/table-text";

/**
 * Slack's own markup. Everything is escaped first, so that no text of unknown origin can mention a channel or a
 * person (`<!channel>`, `<@U…>`); links are made anew from Markdown, http, https and mailto only.
 */
export function toSlackText(markdown: string): string {
  const escaped = markdown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return withTables(escaped)
    .split(/(```[\s\S]*?```)/)
    .map((part) => (part.startsWith("```") ? part : toMarkup(part)))
    .join("");
}

function toMarkup(text: string): string {
  return text
    .replace(
      /!?\[([^[\]\n]{0,300})\]\(((?:https?:\/\/|mailto:)[^\s()|]{1,2000})\)/g,
      (_all, label: string, address: string) => (label === "" ? `<${address}>` : `<${address}|${label}>`),
    )
    .replace(/^#{1,6} +(\S.*)$/gm, (_all, heading: string) => `*${heading.replaceAll("**", "").trim()}*`)
    .replace(/\*\*([^*\n]+)\*\*/g, "*$1*")
    .replace(/~~([^~\n]+)~~/g, "~$1~")
    .replace(/^(\s*)[-*] /gm, "$1• ")
    .replace(/\\([\\|*_`[\]])/g, "$1");
}

/** Tables in Markdown become text in columns, which is what Slack can show. */
function withTables(text: string): string {
  return text.replace(/(?:^\|.*\|[ \t]*(?:\n|$)){2,}/gm, (block) => {
    const lines = block.trim().split("\n").map(cellsOf);
    const isRule = (cells: readonly string[]) => cells.every((cell) => /^:?-+:?$/.test(cell));
    const rightAligned = lines.find(isRule)?.map((cell) => cell.endsWith(":")) ?? [];
    const rows = lines.filter((cells) => !isRule(cells));
    return `\`\`\`\n${inColumns(rows, rightAligned)}\n\`\`\`\n`;
  });
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/\\(.)/g, "$1"));
}

const maxTableRows = 50;
const maxCellLength = 40;

/** A table's first rows as text in columns, between backticks. */
export function tableToSlackText({ columns, rows, rowCount }: Table): string {
  const plain = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("`", "'");
  const lines = [
    columns.map(({ name }) => plain(name)),
    ...rows
      .slice(0, maxTableRows)
      .map((row) => columns.map(({ name }) => plain(formatCell(cellOf(row, name))))),
  ];
  const rightAligned = columns.map(({ type }) => type === "number");
  const more =
    rowCount > maxTableRows ? `\n… and ${(rowCount - maxTableRows).toLocaleString("en-US")} more rows` : "";
  return `\`\`\`\n${inColumns(lines, rightAligned)}\n\`\`\`${more}`;
}

function inColumns(rows: readonly (readonly string[])[], rightAligned: readonly boolean[]): string {
  const short = rows.map((cells) =>
    cells.map((cell) => {
      const line = cell.replace(/\s+/g, " ");
      return line.length > maxCellLength ? `${line.slice(0, maxCellLength - 1)}…` : line;
    }),
  );
  const width = (index: number) => Math.max(...short.map((cells) => cells[index]?.length ?? 0));
  const widths = (short[0] ?? []).map((_, index) => width(index));
  return short
    .map((cells) =>
      widths
        .map((size, index) =>
          rightAligned[index] ? (cells[index] ?? "").padStart(size) : (cells[index] ?? "").padEnd(size),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
