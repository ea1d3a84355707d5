import { expect, test } from "vitest";
import { timed } from "@/lib/testing/idle-time";
import { tableOfRows } from "@/lib/tools/testing/test-context";
import { tableToSlackText, toSlackText } from "./slack-text";

test.each([
  ["**bold** and ~~gone~~", "*bold* and ~gone~"],
  ["# Title\ntext", "*Title*\ntext"],
  ["- one\n* two", "• one\n• two"],
  ["[Docs](https://example.com/a?b=1&c=2)", "<https://example.com/a?b=1&amp;c=2|Docs>"],
  ["![chart](https://example.com/x.png)", "<https://example.com/x.png|chart>"],
  ["```\n**code**\n```", "```\n**code**\n```"],
  ["1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"],
])("%j becomes %j", (markdown, text) => {
  expect(toSlackText(markdown)).toBe(text);
});

test.each(["<!channel> hi", "<!here>", "<@U0123456>", "<https://evil.example|example.com>", "<!subteam^S1>"])(
  "A2: %s mentions and links nothing",
  (text) => {
    expect(toSlackText(text)).not.toMatch(/<[!@h]/);
  },
);

test("a link goes to the web or to mail, to nothing else", () => {
  expect(toSlackText("[x](javascript:alert(1))")).not.toContain("<");
});

test("a table in Markdown is shown in columns", () => {
  expect(toSlackText("| name | amount |\n| --- | ---: |\n| Ada \\| Co | 10 |\n| B | 2,500 |\n\nDone.")).toBe(
    "```\nname      amount\nAda | Co      10\nB          2,500\n```\n\nDone.",
  );
});

test("a table is shown in columns, numbers to the right, without its own backticks", () => {
  const text = tableToSlackText(
    tableOfRows([
      { name: "```x", amount: 10 },
      { name: "<!channel>", amount: 2500 },
    ]),
  );
  expect(text).toBe("```\nname              amount\n'''x                  10\n&lt;!channel&gt;   2,500\n```");
});

test("N4: no text takes long to write", async () => {
  const long = 40_000;
  const texts = [
    "[".repeat(long),
    `# a${" ".repeat(long)}b`,
    "|".repeat(long),
    "![](".repeat(long / 4),
    "```".repeat(long / 3),
    `|${" |".repeat(long / 2)}x`,
  ];
  const { ms } = await timed(() => {
    for (const text of texts) toSlackText(text);
  });
  expect(ms).toBeLessThan(5000);
});
