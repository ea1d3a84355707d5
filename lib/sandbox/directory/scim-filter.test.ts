import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { matchesScimFilter, parseScimFilter, ScimFilterError } from "./scim-filter";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ada: JsonObject = {
  userName: "ada.lovelace",
  displayName: "Ada Lovelace",
  title: 'Engineer "of" numbers',
  active: true,
  emails: [
    { value: "ada@work.example", type: "work", primary: true },
    { value: "ada@home.example", type: "home" },
  ],
  groups: [{ value: "engineering", display: "Engineering" }],
  [enterprise]: { department: "Engineering", employeeNumber: 7 },
};

const matches = (filter: string) => matchesScimFilter(parseScimFilter(filter), ada);

describe("filters that let Ada through", () => {
  test.each([
    'displayName eq "Ada Lovelace"',
    'DISPLAYNAME EQ "ada lovelace"',
    'displayName co "love"',
    'displayName sw "ada" and displayName ew "lace"',
    'userName ne "bob"',
    'emails.value eq "ADA@home.example"',
    'emails eq "ada@work.example"',
    'emails.type eq "home"',
    'title co "\\"of\\""',
    "title pr",
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada.lovelace"',
    "active eq true",
    'groups.display eq "engineering"',
    `${enterprise}:department eq "Engineering"`,
    `${enterprise}:employeeNumber gt 6`,
    'not (userName eq "bob")',
    'userName eq "bob" or userName sw "ada"',
    'userName eq "bob" and title pr or active eq true',
    'active eq true and (userName eq "bob" or title pr)',
  ])("%s", (filter) => {
    expect(matches(filter)).toBe(true);
  });
});

describe("filters that don't", () => {
  test.each([
    'displayName eq "Ada"',
    'displayName co "bob"',
    "nickName pr",
    'nickName eq "ada"',
    'emails.value ne "ada@home.example"',
    "active eq false",
    'active eq "true"',
    'userName eq "bob" and (title pr or active eq true)',
    "not (title pr)",
    "toString pr",
    'constructor.name eq "Object"',
    `${enterprise}:employeeNumber lt 7`,
  ])("%s", (filter) => {
    expect(matches(filter)).toBe(false);
  });
});

describe("what is no filter is refused", () => {
  test.each([
    "",
    "displayName",
    "displayName eq",
    "displayName eq Ada",
    'displayName is "Ada"',
    'displayName eq "Ada',
    'displayName eq "Ada" and',
    '(displayName eq "Ada"',
    'displayName eq "Ada") ',
    'displayName eq "Ada" "Bob"',
    '1=1 eq "x"',
    '__proto__.constructor.name eq "Object"',
    "not title pr",
    'emails[type eq "work"]',
    `${"(".repeat(50)}title pr${")".repeat(50)}`,
    `displayName eq "${"a".repeat(3000)}"`,
  ])("%s", (filter) => {
    expect(() => parseScimFilter(filter)).toThrow(ScimFilterError);
  });
});
