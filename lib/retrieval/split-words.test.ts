import { describe, expect, it } from "vitest";
import { splitTokens, splitWords } from "./split-words";

describe("splitWords", () => {
  it("takes names in every case style apart", () => {
    expect(splitWords("getForecast get_forecast get-forecast weather.getForecast XMLHttpRequest")).toEqual([
      ...["get", "forecast", "get", "forecast", "get", "forecast", "weather", "get", "forecast"],
      ...["xml", "http", "request"],
    ]);
  });

  it("keeps plural acronyms, digits and e-mail whole", () => {
    expect(splitWords("APIs getURLs s3 mp4 e-mail E-Mails x-ray")).toEqual([
      ...["apis", "get", "urls", "s3", "mp4", "email", "emails", "xray"],
    ]);
  });

  it("drops accents, apostrophes and emojis, and keeps other scripts", () => {
    expect(splitWords("Café John's don’t 😀 #sales 天気 ПРИВЕТ")).toEqual([
      ...["cafe", "john", "don", "sales", "天気", "привет"],
    ]);
  });

  it("says which words belong to one token", () => {
    expect(splitTokens("GitHub issues")).toEqual([["git", "hub"], ["issues"]]);
  });

  it("bounds what it is given", () => {
    expect(splitWords("a".repeat(10_000))).toEqual([]);
    expect(splitWords("word ".repeat(100_000)).length).toBeLessThanOrEqual(4000);
  });
});
