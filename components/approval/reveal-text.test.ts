import { describe, expect, it } from "vitest";
import { hidesSomething, revealText } from "./reveal-text";

const shown = (text: string, multiline = false) =>
  revealText(text, { multiline })
    .map((piece) => piece.text)
    .join("");

describe("revealText", () => {
  it("A3: marks characters that turn, hide or split text", () => {
    expect(shown("invoice\u202Efdp.exe")).toBe("invoice⟨U+202E⟩fdp.exe");
    expect(shown("ada@\u200Bexample.com")).toBe("ada@⟨U+200B⟩example.com");
    expect(shown("a\u0000b\u0007c\u001b[2Jd\u00ade\ufeff")).toBe(
      "a⟨U+0000⟩b⟨U+0007⟩c⟨U+001B⟩[2Jd⟨U+00AD⟩e⟨U+FEFF⟩",
    );
    expect(shown("x\u{E0041}\u{E0042}y\u2066z\u2069")).toBe("x⟨U+E0041⟩⟨U+E0042⟩y⟨U+2066⟩z⟨U+2069⟩");
  });

  it("A3: shows a line break in a value of one line as what it is", () => {
    expect(shown("ada@example.com\r\nBcc: eve@example.com")).toBe(
      "ada@example.com⟨U+000D⟩⟨U+000A⟩Bcc: eve@example.com",
    );
    expect(shown("one\r\ntwo\tthree\n", true)).toBe("one\ntwo\tthree\n");
    expect(shown("one\rtwo", true)).toBe("one⟨U+000D⟩two");
  });

  it("A3: counts padding instead of letting it push the end out of sight", () => {
    expect(shown(`Hello${" ".repeat(10_000)}and pay eve`)).toBe("Hello⟨10000 spaces⟩and pay eve");
    expect(shown(`Hello${"\n".repeat(500)}pay eve`, true)).toBe("Hello\n⟨499 empty lines⟩\npay eve");
    expect(shown(`Hello${" \t\r\n".repeat(30)}pay eve`, true)).toContain("empty lines⟩\npay eve");
    expect(shown(`a${"\u200b".repeat(900)}b`)).toBe("a⟨U+200B ×900⟩b");
    expect(shown(`a${"\u200b\u200c".repeat(50)}b`)).toBe(
      "a⟨U+200B⟩⟨U+200C⟩⟨U+200B⟩⟨97 more hidden characters⟩b",
    );
  });

  it("leaves ordinary text alone, in any script and with emoji", () => {
    const texts = [
      "Grüße, Zoë! ¿Qué tal? 你好, Привет, שלום, नमस्ते",
      "👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ 🇫🇷",
      "Two paragraphs.\n\nThe second.\n\n\n- a list\n\t- indented",
    ];
    for (const text of texts) {
      expect(shown(text, true)).toBe(text);
      expect(hidesSomething(text, { multiline: true })).toBe(false);
    }
  });

  it("is quick on a long text made of blanks", () => {
    const startedAt = performance.now();
    for (const blank of [" ", "\t", "\n", " \n", " \t ", "\u200b "]) {
      revealText(blank.repeat(500_000 / blank.length), { multiline: true });
    }
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  }, 20_000);

  it("keeps every visible character", () => {
    const text = "a\u202eb\u2028c\nd   e";
    const visible = revealText(text, { multiline: true }).filter((piece) => piece.kind === "text");
    expect(visible.map((piece) => piece.text).join("")).toBe("abc\nd   e");
  });
});
