// The chat's channels and people, with ids of the form Slack gives them.
import { createHash } from "node:crypto";
import { displayName, type Person, people, teams } from "@/lib/sandbox/directory/people";

export interface Channel {
  id: string;
  name: string;
  topic: string;
  members: readonly ChatUser[];
}

export interface ChatUser {
  id: string;
  /** Of the direct conversation with this person. */
  conversationId: string;
  handle: string;
  realName: string;
  email: string;
  person: Person;
}

/** Ten capital letters and digits after the letter that says what it is. */
function slackId(prefix: "C" | "U" | "D" | "B" | "T", name: string): string {
  const digits = createHash("sha256").update(`${prefix} ${name}`).digest("hex").toUpperCase();
  return `${prefix}0${digits.slice(0, 9)}`;
}

export const teamId = slackId("T", "lamplight");
export const bot = {
  userId: slackId("U", "bot lamplight"),
  botId: slackId("B", "lamplight"),
  name: "Lamplight",
};

export const chatUsers: readonly ChatUser[] = people.map((person) => ({
  id: slackId("U", person.handle),
  conversationId: slackId("D", person.handle),
  handle: person.handle,
  realName: displayName(person),
  email: person.email,
  person,
}));

const everybody = ["general", "random", "announcements", "incidents", "travel"];

export const channels: readonly Channel[] = [
  ...everybody.map((name) => ({ name, topic: "Everybody", members: chatUsers })),
  ...teams.map((team) => ({
    name: team.id,
    topic: `The ${team.name} team`,
    members: chatUsers.filter((user) => user.person.teams.includes(team.id)),
  })),
].map((channel) => ({ ...channel, id: slackId("C", channel.name) }));

/** Where a message goes. */
export interface Destination {
  /** Of the channel or the direct conversation. */
  conversationId: string;
  /** As people write it: #sales, @ines. */
  label: string;
}

/** A channel or person by what a sender may call it: #sales, sales, C…, @ines, U…, D…; null for none. */
export function findDestination(given: string): Destination | null {
  const wanted = given.trim();
  const name = wanted.toLowerCase();
  const channel = channels.find(
    (one) => one.id === wanted || `#${one.name}` === name || one.name === name || `<#${one.id}>` === wanted,
  );
  if (channel) return { conversationId: channel.id, label: `#${channel.name}` };
  const user = chatUsers.find(
    (one) =>
      one.id === wanted ||
      one.conversationId === wanted ||
      `@${one.handle}` === name ||
      `<@${one.id}>` === wanted,
  );
  return user ? { conversationId: user.conversationId, label: `@${user.handle}` } : null;
}
