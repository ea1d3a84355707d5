import { z } from "zod";
import type { JsonObject } from "@/lib/domain/json";
import { joinWords } from "@/lib/tools/format-value";
import { parseInput } from "@/lib/tools/parse-input";
import { requireConnection } from "@/lib/tools/require-connection";
import { type ExecuteTool, ToolError } from "@/lib/tools/tool-contract";
import { directoryLookup } from "./definition";
import { findPeople } from "./find-people";
import { fetchDirectory, type Person } from "./scim";

const fieldNames = ["email", "phone", "handle", "title", "team"] as const;
const inputSchema = z.object({
  who: z.string().min(1).max(200),
  fields: z.array(z.enum(fieldNames)).default([]),
});

const has: Record<(typeof fieldNames)[number], (person: Person) => boolean> = {
  email: ({ email }) => email !== null,
  phone: ({ phone }) => phone !== null,
  handle: ({ handle }) => handle !== null,
  title: ({ title }) => title !== null,
  team: ({ teams }) => teams.length > 0,
};
const wordFor = {
  email: "an e-mail address",
  phone: "a phone number",
  handle: "a chat handle",
  title: "a job title",
  team: "a team",
} as const;

/** Finds people in the connection's directory. */
export const executeDirectoryLookup: ExecuteTool = async (input, context) => {
  const { who, fields } = parseInput(inputSchema, input);
  const connection = requireConnection(context, directoryLookup);
  const found = findPeople(who, await fetchDirectory(connection, context));
  if (found.kind === "nobody") {
    const hint = found.near.length > 0 ? ` There is: ${found.near.join(", ")}.` : "";
    throw new ToolError("not-found", `The directory has nobody for “${who}”.${hint}`, {
      evidence: { near: found.near },
    });
  }
  if (found.kind === "ambiguous") {
    const names = found.people.slice(0, 10).map(describe);
    throw new ToolError("not-found", `“${who}” could be ${joinWords(names)}. Give the full name.`, {
      evidence: { near: names },
    });
  }
  const people = found.people.filter((person) => fields.every((field) => has[field](person)));
  const [first] = people;
  if (!first) {
    const wanted = joinWords(fields.map((field) => wordFor[field]));
    throw new ToolError("not-found", `Nobody found for “${who}” has ${wanted} in the directory.`, {
      evidence: { found: found.people.map(({ name }) => name) },
    });
  }
  return { output: outputOf(people, first) };
};

const describe = ({ name, title, teams }: Person) => {
  const detail = title ?? teams[0];
  return detail ? `${name} (${detail})` : name;
};

function outputOf(people: readonly Person[], first: Person): JsonObject {
  return {
    emails: distinct(people.map(({ email }) => email)),
    phones: distinct(people.map(({ phone }) => phone)),
    handles: distinct(people.map(({ handle }) => handle)),
    names: people.map(({ name }) => name),
    name: first.name,
    ...filled({ email: first.email, phone: first.phone, handle: first.handle }),
    people: people.map(({ name, title, email, phone, handle, teams }) => ({
      name,
      ...filled({ title, email, phone, handle, team: teams.join(", ") || null }),
    })),
    count: people.length,
  };
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter((value) => value !== null);
}

function filled(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
