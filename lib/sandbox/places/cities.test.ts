import { describe, expect, test } from "vitest";
import { findCity, searchCities } from "./cities";
import { worldCities } from "./world-cities";

const found = (name: string) => {
  const result = findCity(name);
  return result.kind === "found"
    ? [result.city.name, result.city.region ?? result.city.country]
    : result.kind;
};

describe("finding a city", () => {
  test.each([
    ["Paris", "Paris", "France"],
    ["Paris, France", "Paris", "France"],
    ["paris", "Paris", "France"],
    ["Paris, TX", "Paris", "Texas"],
    ["Paris, Texas", "Paris", "Texas"],
    ["Paris Texas", "Paris", "Texas"],
    ["San Francisco", "San Francisco", "California"],
    ["San Francisco, CA, USA", "San Francisco", "California"],
    ["SF", "San Francisco", "California"],
    ["Berlin", "Berlin", "Germany"],
    ["Tokyo, Japan", "Tokyo", "Japan"],
    ["New York City", "New York", "New York"],
    ["Washington, D.C.", "Washington", "District of Columbia"],
    ["München", "Munich", "Germany"],
    ["Zürich", "Zurich", "Switzerland"],
    ["São Paulo", "São Paulo", "Brazil"],
    ["Sao Paulo", "São Paulo", "Brazil"],
    ["Düsseldorf", "Düsseldorf", "Germany"],
    ["Saint Louis", "St. Louis", "Missouri"],
    ["London, UK", "London", "United Kingdom"],
    ["Portland", "Portland", "Oregon"],
    ["Portland, Maine", "Portland", "Maine"],
    ["San Jose", "San Jose", "California"],
    ["San José", "San José", "Costa Rica"],
    ["Singapore", "Singapore", "Singapore"],
  ])("%s is %s in %s", (typed, name, within) => {
    expect(found(typed)).toEqual([name, within]);
  });

  test("names near an unknown one", () => {
    const near = (name: string) => {
      const result = findCity(name);
      return result.kind === "unknown"
        ? result.near.map((city) => `${city.name}, ${city.region ?? city.country}`)
        : null;
    };
    expect(near("Pariss")).toEqual(["Paris, France", "Paris, Tennessee", "Paris, Illinois", "Paris, Texas"]);
    expect(near("Frankfrt")).toEqual(["Frankfurt, Germany", "Frankfort, Kentucky", "Frankfort, Indiana"]);
    expect(findCity("Xqzzyqx")).toEqual({ kind: "unknown", near: [] });
    expect(findCity("")).toEqual({ kind: "unknown", near: [] });
    expect(findCity("Paris, Japan")).toMatchObject({ kind: "unknown" });
  });

  test("search answers the likeliest first", () => {
    const names = searchCities("paris", 3).map((city) => [city.name, city.region]);
    expect(names).toEqual([
      ["Paris", null],
      ["Paris", "Tennessee"],
      ["Paris", "Illinois"],
    ]);
    expect(searchCities("san fran", 5)[0]?.name).toBe("San Francisco");
    expect(searchCities("Hambur", 5)[0]?.name).toBe("Hamburg");
  });
});

test("every city of the list lies where its time zone says", () => {
  for (const line of worldCities.trim().split("\n")) {
    const [name = "", country = ""] = line.split("|");
    const result = findCity(`${name}, ${country}`);
    if (result.kind !== "found") throw new Error(`${line} is not found`);
    const { latitude, longitude, timeZone } = result.city;
    expect(Math.abs(latitude), line).toBeLessThan(72);
    expect(Math.abs(offsetHours(timeZone) - longitude / 15), line).toBeLessThan(3.1);
  }
});

/** Of standard time: the smaller one of January's and July's. */
function offsetHours(timeZone: string): number {
  const offsets = ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"].map((text) => {
    const at = new Date(text);
    const local = new Date(`${at.toLocaleString("sv-SE", { timeZone })}Z`.replace(" ", "T"));
    return (local.getTime() - at.getTime()) / 3_600_000;
  });
  return Math.min(...offsets);
}
