/** Foreign text for a message: one line, without what hides or turns text, cut. It is shown as text (P13). */
export function oneLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .replace(/[.!?]+$/, "");
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
