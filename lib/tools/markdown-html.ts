// Markdown as HTML for mail: no scripts, no raw HTML, no pictures from elsewhere (N7).
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown, { type Options } from "react-markdown";
import remarkGfm from "remark-gfm";

// Mail programs drop style sheets, so every element carries its style.
const cell = { border: "1px solid #d9d6d0", padding: "4px 10px" } as const;
const font = "font-family:Inter,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.5;color:#1f1d1a";

/** A fragment of HTML. Links keep http, https and mailto; raw HTML is shown as text and pictures become their words. */
export function markdownToHtml(markdown: string): string {
  const options: Options = {
    remarkPlugins: [remarkGfm, showHtmlAsText],
    components: {
      img: ({ alt }) => alt ?? "",
      table: ({ children }) => styled("table", { borderCollapse: "collapse", margin: "12px 0" }, children),
      th: ({ children, style }) =>
        styled("th", { ...cell, background: "#f5f3ef", textAlign: style?.textAlign ?? "left" }, children),
      td: ({ children, style }) => styled("td", { ...cell, textAlign: style?.textAlign ?? "left" }, children),
    },
  };
  const content = createElement(Markdown, options, markdown);
  return `<div style="${font}">${renderToStaticMarkup(content)}</div>`;
}

interface Node {
  type: string;
  children?: Node[];
}

/** Remark plugin: HTML in the source is text to read, neither markup nor something that vanishes. */
function showHtmlAsText() {
  const visit = (node: Node) => {
    if (node.type === "html") node.type = "text";
    node.children?.forEach(visit);
  };
  return visit;
}

function styled(tag: string, style: Record<string, string>, children: ReactNode) {
  return createElement(tag, { style }, children);
}

/** True for a text that says more as HTML: headings, lists, tables, emphasis or links written in Markdown. */
export function looksLikeMarkdown(text: string): boolean {
  // Each part is bounded by its line or by brackets, so that no text takes long to look at.
  return /^#{1,6} |^[ \t]*[-*] \S|^[ \t]*\d{1,9}\. \S|^\|.+\|[ \t]*$|\*\*[^*\n]+\*\*|\[[^[\]\n]{1,300}\]\(https?:/m.test(
    text,
  );
}
