/** "A, B and 3 more" */
export function listedTitles(titles: readonly string[], shown = 4): string {
  const first = titles.slice(0, shown).map((title) => `“${title}”`);
  const more = titles.length - first.length;
  return more > 0 ? `${first.join(", ")} and ${more} more` : first.join(", ");
}
