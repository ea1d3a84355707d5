// A SCIM 2.0 directory (RFC 7643, RFC 7644): users and groups, page by page.
import { z } from "zod";
import type { Json } from "@/lib/domain/json";
import { type OpenConnection, type ToolContext, ToolError } from "@/lib/tools/tool-contract";

const valueSchema = z.looseObject({
  value: z.string().nullish(),
  primary: z.boolean().nullish(),
  type: z.string().nullish(),
});
const userSchema = z.looseObject({
  id: z.string(),
  userName: z.string().nullish(),
  displayName: z.string().nullish(),
  nickName: z.string().nullish(),
  name: z
    .looseObject({
      formatted: z.string().nullish(),
      givenName: z.string().nullish(),
      familyName: z.string().nullish(),
    })
    .nullish(),
  title: z.string().nullish(),
  active: z.boolean().nullish(),
  emails: z.array(valueSchema).nullish(),
  phoneNumbers: z.array(valueSchema).nullish(),
  ims: z.array(valueSchema).nullish(),
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": z
    .looseObject({ department: z.string().nullish() })
    .nullish(),
});
const groupSchema = z.looseObject({
  id: z.string(),
  displayName: z.string(),
  members: z.array(z.looseObject({ value: z.string() })).nullish(),
});
const pageSchema = z.looseObject({ totalResults: z.int(), Resources: z.array(z.unknown()).default([]) });

export interface Person {
  id: string;
  name: string;
  title: string | null;
  email: string | null;
  phone: string | null;
  handle: string | null;
  teams: string[];
}
export interface Team {
  name: string;
  memberIds: ReadonlySet<string>;
}
export interface Directory {
  /** Everybody who is active, by name. */
  people: Person[];
  teams: Team[];
}

const pageSize = 200;
const maxEntries = 10_000;

/** The whole directory. Throws a ToolError: `credentials`, `transient`, `quota`, `broken-tool`. */
export async function fetchDirectory(
  connection: OpenConnection,
  context: Pick<ToolContext, "fetch" | "signal">,
): Promise<Directory> {
  const [users, groups] = await Promise.all([
    fetchAll("Users", userSchema, connection, context),
    fetchAll("Groups", groupSchema, connection, context),
  ]);
  const teams = groups.map(({ displayName, members }) => ({
    name: displayName,
    memberIds: new Set((members ?? []).map(({ value }) => value)),
  }));
  const people = users
    .filter(({ active }) => active !== false)
    .map((user) => toPerson(user, teams))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  return { people, teams };
}

function toPerson(user: z.infer<typeof userSchema>, teams: readonly Team[]): Person {
  const full = [user.name?.givenName, user.name?.familyName].filter(Boolean).join(" ");
  const department = user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]?.department;
  const own = teams.filter(({ memberIds }) => memberIds.has(user.id)).map(({ name }) => name);
  // The standard's place for chat addresses; directories without it keep the handle as the nickname.
  const handle = firstValue(user.ims) ?? (user.nickName || null);
  return {
    id: user.id,
    name: user.displayName || user.name?.formatted || full || user.userName || user.id,
    title: user.title || null,
    email: firstValue(user.emails),
    phone:
      firstValue(user.phoneNumbers)
        ?.replace(/^tel:/, "")
        .replace(/[\s().-]/g, "") ?? null,
    handle: handle === null ? null : `@${handle.replace(/^@/, "")}`,
    teams: own.length > 0 ? own : department ? [department] : [],
  };
}

function firstValue(values: readonly z.infer<typeof valueSchema>[] | null | undefined): string | null {
  const filled = (values ?? []).filter(({ value }) => value);
  return (filled.find(({ primary }) => primary === true) ?? filled[0])?.value ?? null;
}

async function fetchAll<T>(
  kind: "Users" | "Groups",
  schema: z.ZodType<T>,
  connection: OpenConnection,
  context: Pick<ToolContext, "fetch" | "signal">,
): Promise<T[]> {
  const entries: T[] = [];
  for (let start = 1; ; start = entries.length + 1) {
    const page = await fetchPage(`${kind}?startIndex=${start}&count=${pageSize}`, connection, context);
    const parsed = z.array(schema).safeParse(page.Resources);
    if (!parsed.success) throw unreadable(connection, parsed.error);
    entries.push(...parsed.data);
    if (entries.length >= page.totalResults || parsed.data.length === 0) return entries;
    if (entries.length >= maxEntries) {
      const message = `The directory of “${connection.name}” has more than ${maxEntries.toLocaleString("en-US")} entries, too many to search here.`;
      throw new ToolError("quota", message, { evidence: { totalResults: page.totalResults } });
    }
  }
}

async function fetchPage(
  query: string,
  connection: OpenConnection,
  { fetch, signal }: Pick<ToolContext, "fetch" | "signal">,
): Promise<z.infer<typeof pageSchema>> {
  const { basePath } = connection.config;
  const base = (typeof basePath === "string" ? basePath : "/scim/v2").replace(/\/+$/, "");
  const { token } = connection.secret;
  const response = await fetch({
    url: `${connection.origin}${base}/${query}`,
    headers: {
      accept: "application/scim+json, application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    boundOrigin: connection.origin,
    signal,
  });
  const text = response.body.toString("utf8");
  if (response.status !== 200) throw statusError(response.status, text, connection);
  try {
    return pageSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(connection, cause);
  }
}

function statusError(status: number, body: string, { name }: OpenConnection): ToolError {
  const evidence: Json = { status, body: body.slice(0, 1000) };
  if (status === 401 || status === 403) {
    const message = `The directory of “${name}” refused the token. Check it on the Connections page.`;
    return new ToolError("credentials", message, { evidence });
  }
  if (status === 429)
    return new ToolError("quota", `The directory of “${name}” takes no more requests for now.`, { evidence });
  const kind = status >= 500 ? "transient" : "broken-tool";
  return new ToolError(kind, `The directory of “${name}” answered ${status}.`, { evidence });
}

function unreadable({ name }: OpenConnection, cause: unknown): ToolError {
  const message = `The directory of “${name}” answered something that is not SCIM 2.0. Check the connection's address and path.`;
  return new ToolError("broken-tool", message, { cause });
}
