import { describe, expect, test } from "vitest";
import { findPeople } from "./find-people";
import type { Directory, Person } from "./scim";

const staff: [id: string, name: string, title: string | null, teams: string][] = [
  ["ada", "Ada Lovelace", "Principal Engineer", "Engineering"],
  ["alan", "Alan Turing", "Site Reliability Engineer", "Engineering, On-call"],
  ["amy", "Amy Chen", "Chief Financial Officer", "Leadership, Finance"],
  ["bo", "Bo Chen", "Accountant", "Finance"],
  ["cleo", "Cleo Marks", "Chief Marketing Officer", "Leadership, Marketing"],
  ["dora", "Dora Ruiz", "Product Marketing Manager", "Marketing"],
  ["eli", "Eli Noor", "Head of Sales", "Sales"],
  ["finn", "Finn Wolf", "Account Executive", "Sales"],
  ["gia", "Gia Rossi", "Head of People", "People"],
  ["hal", "Hal Park", "Support Engineer", "Customer Support"],
  ["ivy", "Ivy Lane", null, "Customer Support"],
];
const people: Person[] = staff.map(([id, name, title, teams]) => ({
  id,
  name,
  title,
  email: `${id}@example.com`,
  phone: null,
  handle: `@${id}`,
  teams: teams.split(", "),
}));
const teamNames = [...new Set(people.flatMap(({ teams }) => teams))];
const directory: Directory = {
  people,
  teams: teamNames.map((name) => ({
    name,
    memberIds: new Set(people.filter(({ teams }) => teams.includes(name)).map(({ id }) => id)),
  })),
};

describe("who is meant", () => {
  test.each([
    ["marketing", "cleo dora"],
    ["the marketing team", "cleo dora"],
    ["everyone in marketing", "cleo dora"],
    ["every employee in marketing", "cleo dora"],
    ["each member of the marketing team", "cleo dora"],
    ["our Marketing department", "cleo dora"],
    ["people on the sales team", "eli finn"],
    ["on-call engineer", "alan"],
    ["the on call engineer", "alan"],
    ["oncall", "alan"],
    ["engineers", "ada alan"],
    ["engineering", "ada alan"],
    ["support", "hal ivy"],
    ["the customer support people", "hal ivy"],
    ["support engineers", "hal"],
    ["the people team", "gia"],
    ["Ada Lovelace", "ada"],
    ["ada lovelace", "ada"],
    ["Ada", "ada"],
    ["ada@example.com", "ada"],
    ["@ada", "ada"],
    ["head of sales", "eli"],
    ["head of finance", "amy"],
    ["CFO", "amy"],
    ["chief marketing officer", "cleo"],
    ["product marketing manager", "dora"],
    ["accountant", "bo"],
    ["Finance's accountant", "bo"],
    ["every single employee", staff.map(([id]) => id).join(" ")],
    ["everyone in the company", staff.map(([id]) => id).join(" ")],
    ["all staff", staff.map(([id]) => id).join(" ")],
  ])("by “%s” is %s", (who, ids) => {
    const found = findPeople(who, directory);
    expect(found.kind === "found" ? found.people.map(({ id }) => id).join(" ") : found).toBe(ids);
  });
});

test("a name two people share is not guessed", () => {
  expect(findPeople("Chen", directory)).toMatchObject({
    kind: "ambiguous",
    people: [{ id: "amy" }, { id: "bo" }],
  });
});

test("a role nobody has is not the whole team", () => {
  expect(findPeople("marketing director of photography", directory)).toMatchObject({ kind: "nobody" });
});

test("nobody found names the near ones", () => {
  expect(findPeople("marketting", directory)).toMatchObject({
    kind: "nobody",
    near: expect.arrayContaining(["Marketing"]),
  });
  expect(findPeople("Ada Lovelase", directory)).toMatchObject({
    kind: "nobody",
    near: expect.arrayContaining(["Ada Lovelace"]),
  });
  expect(findPeople("zzz", directory)).toMatchObject({
    kind: "nobody",
    near: expect.arrayContaining(["Engineering"]),
  });
});
