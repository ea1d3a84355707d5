// The staff directory, mounted at /scim/v2: the reading half of SCIM 2.0 (RFC 7643, RFC 7644).
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { JsonObject } from "@/lib/domain/json";
import { requireBearer } from "@/lib/sandbox/require-bearer";
import { displayName, type Person, people, type Team, teams } from "./people";
import { matchesScimFilter, parseScimFilter, ScimFilterError } from "./scim-filter";

const schemas = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  group: "urn:ietf:params:scim:schemas:core:2.0:Group",
  enterprise: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  list: "urn:ietf:params:scim:api:messages:2.0:ListResponse",
  error: "urn:ietf:params:scim:api:messages:2.0:Error",
};
const mediaType = { "Content-Type": "application/scim+json" };
const maxCount = 200;

/** @param server the address others reach the directory at, without a slash at the end */
export function directoryService(server: string): Hono {
  const users = people.map((person) => toUser(person, server));
  const groups = teams.map((team) => toGroup(team, server));
  const service = new Hono();
  service.use(
    requireBearer("scim", (context) =>
      scimError(context, 401, "Send the directory's token as a bearer token."),
    ),
  );
  service.get("/Users", (context) => listResources(context, users));
  service.get("/Users/:id", (context) => oneResource(context, users));
  service.get("/Groups", (context) => listResources(context, groups));
  service.get("/Groups/:id", (context) => oneResource(context, groups));
  service.get("/ServiceProviderConfig", (context) => context.json(providerConfig, 200, mediaType));
  service.all("*", (context) => scimError(context, 404, "The directory has Users and Groups."));
  return service;
}

function toUser(person: Person, server: string): JsonObject {
  const manager = people.find((other) => other.handle === person.manager);
  return {
    schemas: [schemas.user, schemas.enterprise],
    id: person.id,
    userName: person.email.split("@")[0] ?? person.handle,
    name: { formatted: displayName(person), givenName: person.givenName, familyName: person.familyName },
    displayName: displayName(person),
    // The handle in the chat, without the @.
    nickName: person.handle,
    title: person.title,
    active: true,
    emails: [{ value: person.email, type: "work", primary: true }],
    phoneNumbers: [{ value: person.phone, type: "work", primary: true }],
    groups: teams
      .filter((team) => person.teams.includes(team.id))
      .sort((a, b) => person.teams.indexOf(a.id) - person.teams.indexOf(b.id))
      .map((team) => ({
        value: team.id,
        display: team.name,
        type: "direct",
        $ref: `${server}/Groups/${team.id}`,
      })),
    [schemas.enterprise]: {
      department: teams.find((team) => team.id === person.teams[0])?.name ?? null,
      ...(manager
        ? {
            manager: {
              value: manager.id,
              displayName: displayName(manager),
              $ref: `${server}/Users/${manager.id}`,
            },
          }
        : {}),
    },
    meta: { resourceType: "User", location: `${server}/Users/${person.id}` },
  };
}

function toGroup(team: Team, server: string): JsonObject {
  return {
    schemas: [schemas.group],
    id: team.id,
    displayName: team.name,
    members: team.members.map((person) => ({
      value: person.id,
      display: displayName(person),
      type: "User",
      $ref: `${server}/Users/${person.id}`,
    })),
    meta: { resourceType: "Group", location: `${server}/Groups/${team.id}` },
  };
}

function listResources(context: Context, resources: readonly JsonObject[]): Response {
  const text = context.req.query("filter");
  let found = resources;
  try {
    if (text !== undefined) {
      const filter = parseScimFilter(text);
      found = resources.filter((resource) => matchesScimFilter(filter, resource));
    }
  } catch (error) {
    if (!(error instanceof ScimFilterError)) throw error;
    return scimError(context, 400, error.message, "invalidFilter");
  }
  const startIndex = Math.max(1, wholeNumber(context.req.query("startIndex"), 1));
  const count = Math.min(maxCount, Math.max(0, wholeNumber(context.req.query("count"), 100)));
  const page = found.slice(startIndex - 1, startIndex - 1 + count);
  const list = { totalResults: found.length, startIndex, itemsPerPage: page.length, Resources: page };
  return context.json({ schemas: [schemas.list], ...list }, 200, mediaType);
}

function oneResource(context: Context, resources: readonly JsonObject[]): Response {
  const id = context.req.param("id") ?? "";
  const found = resources.find((resource) => resource.id === id);
  return found
    ? context.json(found, 200, mediaType)
    : scimError(context, 404, `The directory has no resource “${id.slice(0, 50)}”.`);
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  return Number.isInteger(value) ? value : otherwise;
}

function scimError(
  context: Context,
  status: ContentfulStatusCode,
  detail: string,
  scimType?: string,
): Response {
  const body = {
    schemas: [schemas.error],
    status: String(status),
    detail,
    ...(scimType ? { scimType } : {}),
  };
  return context.json(body, status, mediaType);
}

const providerConfig: JsonObject = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: false },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: maxCount },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Bearer token",
      description: "The directory's token, as a bearer token.",
    },
  ],
};
