/** The address with `rel="next"` in a Link header (RFC 8288); null when there is none. */
export function nextLink(header: string): string | null {
  // Commas part links, but may stand in an address: a link begins with `<`.
  for (const link of header.split(/,(?=\s*<)/)) {
    const [, address = "", parameters = ""] = /^\s*<([^>]*)>(.*)$/s.exec(link) ?? [];
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    const words = (relation?.[1] ?? relation?.[2] ?? "").toLowerCase().split(/\s+/);
    if (words.includes("next") && address.trim() !== "") return address.trim();
  }
  return null;
}
