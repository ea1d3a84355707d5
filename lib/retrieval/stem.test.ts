import { describe, expect, it } from "vitest";
import { stem } from "./stem";

describe("stem", () => {
  it.each([
    ["book", "books", "booked", "booking", "bookings"],
    ["notify", "notifies", "notified", "notification", "notifications"],
    ["reserve", "reserves", "reserving", "reservation"],
    ["cancel", "cancels", "canceled", "cancelled", "cancellation"],
    ["analyze", "analyse", "analysis", "analyses", "analytics"],
    ["visualize", "visualise", "visualised", "visualising"],
    ["quarter", "quarters", "quarterly"],
    ["send", "sends", "sent", "sending"],
    ["schedule", "schedules", "scheduled", "scheduler"],
    ["summary", "summaries"],
    ["wind", "windy"],
  ])("brings the forms of %s together", (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  it.each([
    ["post", "poster"],
    ["mail", "male"],
    ["rise", "raise"],
    ["plan", "plane"],
  ])("keeps %s and %s apart", (one, other) => {
    expect(stem(one)).not.toBe(stem(other));
  });

  it("leaves short words, digits and other scripts as they are", () => {
    expect(["is", "s3", "mp3", "天気", "größe", ""].map(stem)).toEqual([
      "is",
      "s3",
      "mp3",
      "天気",
      "größe",
      "",
    ]);
  });

  it("P1: takes the names that every object inherits for ordinary words", () => {
    expect(["constructor", "__proto__", "tostring", "valueof"].map((word) => typeof stem(word))).toEqual([
      "string",
      "string",
      "string",
      "string",
    ]);
    expect(stem("constructor")).toBe("constructor");
  });
});
