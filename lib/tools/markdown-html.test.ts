import { describe, expect, test } from "vitest";
import { timed } from "@/lib/testing/idle-time";
import { looksLikeMarkdown, markdownToHtml } from "./markdown-html";

test("headings, tables and links become elements with their own style", () => {
  const html = markdownToHtml(
    "# Report\n\n| a | b |\n|---|---:|\n| x | 1 |\n\nSee [it](https://example.com).",
  );
  expect(html).toContain("<h1>Report</h1>");
  expect(html).toMatch(/<td style="[^"]*text-align:right">1<\/td>/);
  expect(html).toContain('<a href="https://example.com">it</a>');
});

describe("N7: nothing in a text becomes a script or a request", () => {
  test.each([
    "<script>alert(1)</script>",
    "text <img src=x onerror=alert(1)> text",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://evil.example/pixel.png)",
    "![x][ref]\n\n[ref]: https://evil.example/pixel.png",
    '<a href="javascript:alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    "[x](vbscript:x)",
    "<iframe src=https://evil.example>",
    "<style>@import url(https://evil.example)</style>",
  ])("%s", (payload) => {
    const html = markdownToHtml(payload);
    const tags = [...html.matchAll(/<([a-z]+)([^>]*)>/g)];
    for (const [, tag, attributes] of tags) {
      expect(["div", "p", "a", "br"]).toContain(tag);
      expect(attributes).not.toMatch(/\bon\w+=|src=|href="(?!https?:|mailto:|")/);
    }
    expect(html).not.toMatch(/<img|<script|<iframe|<svg|<style/);
  });
});

test("HTML in the source is there to read", () => {
  expect(markdownToHtml("a <b>c</b> d")).toContain("a &lt;b&gt;c&lt;/b&gt; d");
});

test("plain sentences don't look like Markdown; headings, lists and tables do", () => {
  expect(looksLikeMarkdown("The backup failed at 3:00. See the log.\nSecond line - with a dash.")).toBe(
    false,
  );
  for (const text of ["# Title", "- one\n- two", "1. one", "| a | b |\n|---|---|", "**bold**"]) {
    expect(looksLikeMarkdown(text)).toBe(true);
  }
});

test("N4: no text takes long to look at", async () => {
  const long = 200_000;
  const texts = [
    "[".repeat(long),
    "\n".repeat(long),
    `${" ".repeat(long)}x`,
    `|${" ".repeat(long)}x`,
    "**a".repeat(long / 3),
    "# ".repeat(long / 2),
  ];
  const { ms } = await timed(() => {
    for (const text of texts) looksLikeMarkdown(text);
  });
  expect(ms).toBeLessThan(5000);
});
