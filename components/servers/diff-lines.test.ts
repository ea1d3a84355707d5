import { describe, expect, it } from "vitest";
import { diffLines } from "./diff-lines";

const drawn = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", removed: "-", added: "+" }[kind]}${text}`);

describe("diffLines", () => {
  it("shows what went and what came, in place", () => {
    expect(drawn("a\nb\nc\nd", "a\nx\nc\nd\ne")).toEqual([" a", "-b", "+x", " c", " d", "+e"]);
  });

  it("shows nothing as changed when nothing is", () => {
    expect(drawn("a\nb", "a\nb")).toEqual([" a", " b"]);
  });

  it("keeps every line, whatever the texts are", () => {
    const before = Array.from({ length: 3000 }, (_, index) => `left ${index}`).join("\n");
    const after = Array.from({ length: 3000 }, (_, index) => `right ${index}`).join("\n");
    const lines = diffLines(before, after);
    expect(lines.filter(({ kind }) => kind === "removed")).toHaveLength(3000);
    expect(lines.filter(({ kind }) => kind === "added")).toHaveLength(3000);
  });
});
