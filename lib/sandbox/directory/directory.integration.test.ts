import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";
import { displayName, people, teams } from "./people";

let services: TestServices;
beforeAll(async () => {
  services = await startTestServices();
});
afterAll(() => services.stop());

const userSchema = z.object({
  id: z.string(),
  userName: z.string(),
  displayName: z.string(),
  nickName: z.string(),
  title: z.string(),
  emails: z.array(z.object({ value: z.email(), primary: z.boolean() })),
  phoneNumbers: z.array(z.object({ value: z.string().regex(/^\+1\d{3}55501\d\d$/) })),
  groups: z.array(z.object({ value: z.string(), display: z.string() })),
});
const groupSchema = z.object({
  id: z.string(),
  displayName: z.string(),
  members: z.array(z.object({ value: z.string(), display: z.string(), $ref: z.url() })),
});
const listOf = <T>(item: z.ZodType<T>) =>
  z.object({
    schemas: z.tuple([z.literal("urn:ietf:params:scim:api:messages:2.0:ListResponse")]),
    totalResults: z.number(),
    startIndex: z.number(),
    itemsPerPage: z.number(),
    Resources: z.array(item),
  });

function ask(path: string, token = services.secrets.scim): Promise<Response> {
  return fetch(`${services.http}/scim/v2${path}`, { headers: { Authorization: `Bearer ${token}` } });
}
async function users(query: Record<string, string>) {
  const response = await ask(`/Users?${new URLSearchParams(query)}`);
  return listOf(userSchema).parse(await response.json());
}
async function groups(filter: string) {
  const response = await ask(`/Groups?${new URLSearchParams({ filter })}`);
  return listOf(groupSchema).parse(await response.json()).Resources;
}

test("the marketing team has five people, each with an address", async () => {
  const [marketing, ...others] = await groups('displayName eq "marketing"');
  expect(others).toEqual([]);
  expect(marketing?.members).toHaveLength(5);
  const addresses = [];
  for (const { $ref } of marketing?.members ?? []) {
    const response = await fetch($ref, { headers: { Authorization: `Bearer ${services.secrets.scim}` } });
    addresses.push(userSchema.parse(await response.json()).emails[0]?.value);
  }
  expect(addresses).toEqual([
    "claire.dubois@lamplight.example",
    "sofia.herrera@lamplight.example",
    "kenji.watanabe@lamplight.example",
    "amara.diallo@lamplight.example",
    "liam.oconnor@lamplight.example",
  ]);
});

test("one engineer is on call, with phone, address and handle", async () => {
  const [onCall] = await groups('displayName co "on-call"');
  expect(onCall?.members.map((member) => member.display)).toEqual(["Arjun Nair"]);
  const found = await users({ filter: 'groups.value eq "on-call"' });
  expect(found.Resources).toMatchObject([
    {
      displayName: "Arjun Nair",
      nickName: "arjun",
      title: "Site Reliability Engineer",
      emails: [{ value: "arjun.nair@lamplight.example", primary: true }],
      phoneNumbers: [{ value: "+12065550118" }],
      groups: [{ display: "Engineering" }, { display: "On-call" }],
    },
  ]);
});

test.each([
  ['displayName eq "claire dubois"', ["Claire Dubois"]],
  ['displayName co "NAIR"', ["Arjun Nair"]],
  ['userName eq "ines.carvalho"', ["Inês Carvalho"]],
  ['emails.value eq "mei.lin@lamplight.example"', ["Mei Lin"]],
  ['title co "security"', ["David Cohen"]],
  ['title co "head of" and groups.value eq "leadership"', ["Marcus Reed", "Rosa Delgado"]],
  ['displayName eq "Nobody"', []],
])("people with %s", async (filter, names) => {
  expect((await users({ filter })).Resources.map((user) => user.displayName)).toEqual(names);
});

test("everybody is found in pages", async () => {
  const all: string[] = [];
  for (let startIndex = 1; ; ) {
    const page = await users({ startIndex: String(startIndex), count: "15" });
    expect(page.totalResults).toBe(people.length);
    all.push(...page.Resources.map((user) => user.displayName));
    startIndex += page.itemsPerPage;
    if (page.itemsPerPage === 0 || all.length >= page.totalResults) break;
  }
  expect(all).toEqual(people.map(displayName));
  expect((await users({ count: "0" })).Resources).toEqual([]);
});

test("the staff makes sense: no two share an address, a number or a handle, and managers exist", () => {
  for (const field of ["email", "phone", "handle", "id"] as const) {
    expect(new Set(people.map((person) => person[field])).size, field).toBe(people.length);
  }
  const handles = new Set(people.map((person) => person.handle));
  for (const person of people) {
    expect(person.manager === null || handles.has(person.manager), person.handle).toBe(true);
    expect(
      person.teams.every((id) => teams.some((team) => team.id === id)),
      person.handle,
    ).toBe(true);
    expect(person.email).toMatch(/^[a-z]+\.[a-z]+@lamplight\.example$/);
  }
  expect(people.filter((person) => person.manager === null)).toHaveLength(1);
  expect(teams.every((team) => team.members.length > 0)).toBe(true);
});

test("wrong requests are answered in SCIM's words", async () => {
  const error = async (response: Response) => [response.status, await response.json()];
  expect(await error(await ask("/Users?filter=nonsense"))).toEqual([
    400,
    {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: "400",
      scimType: "invalidFilter",
      detail: "The filter ends too early.",
    },
  ]);
  expect(await error(await ask("/Users/u-nobody"))).toMatchObject([404, { status: "404" }]);
  expect(await error(await ask("/Users", "wrong"))).toMatchObject([401, { status: "401" }]);
  expect(await error(await ask("/Nothing"))).toMatchObject([404, { status: "404" }]);
});
