import { describe, expect, it } from "vitest";
import { durationText } from "./duration-text";

describe("durationText", () => {
  it("gives at most two units, and tenths only where they tell something", () => {
    const minute = 60_000;
    const lengths = [0, 12, 420, 9_900, 9_960, 59_400, 59_700, 200_000, 2 * minute, 59.99 * minute];
    expect(lengths.map(durationText)).toEqual([
      "0.0 s",
      "0.1 s",
      "0.4 s",
      "9.9 s",
      "10 s",
      "59 s",
      "1 min",
      "3 min 20 s",
      "2 min",
      "59 min 59 s",
    ]);
    expect([125 * minute, 76 * 60 * minute, -5].map(durationText)).toEqual(["2 h 5 min", "3 d 4 h", "0.0 s"]);
  });
});
