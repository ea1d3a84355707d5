import { describe, expect, it } from "vitest";
import { growthOf, type Point } from "./growth";

const allowance = { share: 0.05, least: 8 };
/** Ten minutes, a sample every five seconds. */
const over = (value: (minutes: number, at: number) => number): Point[] =>
  Array.from({ length: 121 }, (_, at) => ({ minutes: at / 12, value: value(at / 12, at) }));
/** The same numbers each time, between 0 and 1, without a trend. */
const noise = (at: number) => (Math.sin(at * 12.9898) * 43_758.5453 + 1e6) % 1;

describe("growthOf", () => {
  it("gives the slope of a straight line, and no doubt about it", () => {
    const growth = growthOf(
      over((minutes) => 100 + 2 * minutes),
      allowance,
    );
    expect(growth.perHour).toBeCloseTo(120);
    expect(growth.perHour95[0]).toBeCloseTo(120);
    expect(growth.perHour95[1]).toBeCloseTo(120);
    expect(growth).toMatchObject({ start: 100, most: 120, isFlat: false });
  });

  it("gives the interval that Student's t says", () => {
    // Twelve points, one a window: of both, the squares about the mean come to 143, the products to 138.
    const values = [1, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 12];
    const growth = growthOf(
      values.map((value, minutes) => ({ minutes, value })),
      allowance,
    );
    const [slope, error] = [138 / 143, Math.sqrt((143 - (138 * 138) / 143) / 10 / 143)];
    expect(growth.perHour / 60).toBeCloseTo(slope);
    expect(growth.perHour95[0] / 60).toBeCloseTo(slope - 2.228 * error);
    expect(growth.perHour95[1] / 60).toBeCloseTo(slope + 2.228 * error);
  });

  it("finds memory flat that climbs and is collected again", () => {
    const growth = growthOf(
      over((_, at) => 200 + 8 * (at % 7) + noise(at)),
      allowance,
    );
    expect(growth.isFlat).toBe(true);
    expect(growth.most).toBeGreaterThan(240);
    expect(growth.end).toBeLessThan(202);
  });

  it("finds what leaks beneath it", () => {
    const growth = growthOf(
      over((minutes, at) => 200 + 3 * minutes + 8 * (at % 7) + noise(at)),
      allowance,
    );
    expect(growth.isFlat).toBe(false);
    expect(growth.perHour95[0]).toBeGreaterThan(150);
    expect(growth.perHour95[1]).toBeLessThan(210);
  });

  it("lets pass a rise that is small, and one that may be chance", () => {
    expect(
      growthOf(
        over((minutes) => 200 + minutes),
        allowance,
      ).isFlat,
    ).toBe(true);
    expect(
      growthOf(
        over((_, at) => 200 + 150 * noise(at)),
        allowance,
      ).isFlat,
    ).toBe(true);
  });

  it("finds a descriptor that is never closed", () => {
    const growth = growthOf(
      over((minutes, at) => 40 + Math.floor(minutes) + (at % 5)),
      { share: 0.05, least: 4 },
    );
    expect(growth).toMatchObject({ start: 40, end: 49, isFlat: false });
  });

  it("refuses to judge from too little", () => {
    expect(() => growthOf(over(() => 1).slice(0, 8), allowance)).toThrow("too few");
    expect(() => growthOf([], allowance)).toThrow("too few");
  });
});
