import { describe, expect, it } from "vitest";
import { highlightText } from "./highlight-text";
import { whyWords } from "./why-words";

describe("whyWords", () => {
  it("says which words were found where, and whether the meaning is alike", () => {
    expect(
      whyWords({
        words: [
          { word: "sales", found: "Sales", part: "title", isSame: true },
          { word: "numbers", found: "figures", part: "description", isSame: false },
          { word: "shop", found: "Shop", part: "api", isSame: true },
        ],
        likeness: "much",
        meaningShare: 0.4,
      }),
    ).toBe(
      "Found by “Sales” in its title, “figures” for “numbers” in its description, “Shop” in the name of its API; alike in meaning",
    );
  });

  it("counts what would be too much, and says nothing where there is nothing", () => {
    const words = ["a", "b", "c", "d", "e", "f"].map((word) => ({
      ...{ word, found: word, part: "input" as const, isSame: true },
    }));
    expect(whyWords({ words, likeness: "none", meaningShare: 0 })).toBe(
      "Found by “a”, “b”, “c”, “d” in its input, 2 more words",
    );
    expect(whyWords({ words: [], likeness: "none", meaningShare: 0 })).toBe("");
    expect(whyWords({ words: [], likeness: "some", meaningShare: 1 })).toBe("Somewhat alike in meaning");
  });
});

describe("highlightText", () => {
  const marked = (text: string, words: string[]) =>
    highlightText(text, words)
      .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
      .join("");

  it("marks whole words in any case, and loses nothing", () => {
    expect(marked("Sales, presales and the sales report.", ["sales", "Sales report"])).toBe(
      "[Sales], presales and the [sales report].",
    );
    expect(marked("Größe und Größenordnung", ["größe"])).toBe("[Größe] und Größenordnung");
  });

  it("takes words as they are, not as a pattern", () => {
    expect(marked("a.c (x) abc", ["a.c", "(x)"])).toBe("[a.c] [(x)] abc");
    expect(marked("nothing", ["", " "])).toBe("nothing");
  });
});
