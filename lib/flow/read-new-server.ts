// What was entered to add an MCP server → how it is reached, or what is wrong with it.
import path from "node:path";
import { z } from "zod";
import { literalAddressProblem } from "@/lib/connections/address-rules";
import type { FieldProblem } from "@/lib/connections/connection-form";
import type { ServerSignIn, ServerTransport } from "@/lib/domain/mcp-server";
import { envNameProblem } from "@/lib/tools/mcp/child-environment";
import { isStdioAllowed } from "@/lib/tools/mcp/connect-server";

const text = (longest: number) => z.string().max(longest, "It is too long.");

export const newServerSchema = z.strictObject({
  title: z.string().trim().min(1, "A name is missing.").max(80, "The name is too long."),
  reach: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("http"),
      url: text(2000),
      isPrivate: z.boolean().default(false),
      signIn: z.enum(["none", "bearer", "header", "oauth"]).default("none"),
      headerName: text(100).default(""),
      token: text(10_000).default(""),
    }),
    z.strictObject({
      kind: z.literal("stdio"),
      command: text(4000),
      args: z.array(text(8000)).max(200).default([]),
      env: z
        .array(z.strictObject({ name: text(128), value: text(10_000) }))
        .max(50)
        .default([]),
      folder: text(4000).default(""),
    }),
  ]),
});
export type NewServerRequest = z.input<typeof newServerSchema>;
type Parsed = z.output<typeof newServerSchema>;

interface ReadServer {
  title: string;
  transport: ServerTransport;
  signIn: ServerSignIn;
  secrets: Record<string, string>;
}

export type ReadNewServer =
  | { kind: "read"; server: ReadServer }
  | { kind: "refused"; problems: FieldProblem[] };

export function readNewServer({ title, reach }: Parsed): ReadNewServer {
  const problems: FieldProblem[] = [];
  const wrong = (field: string | null, message: string) => void problems.push({ field, message });
  const server = reach.kind === "http" ? readHttp(reach, wrong) : readStdio(reach, wrong);
  if (problems.length > 0 || !server) return { kind: "refused", problems };
  return { kind: "read", server: { title, ...server } };
}

type Wrong = (field: string | null, message: string) => void;
type Of<K> = Extract<Parsed["reach"], { kind: K }>;

/** Headers that frame a message, or that the protocol sets itself. */
const keptHeaders =
  /^(?:host|connection|content-.*|transfer-encoding|te|trailer|upgrade|keep-alive|expect|proxy-.*|mcp-.*|accept|last-event-id|cookie)$/i;

function readHttp(reach: Of<"http">, wrong: Wrong): Omit<ReadServer, "title"> | null {
  const address = reach.url.trim();
  if (!URL.canParse(address)) {
    wrong("url", "Write the whole address, beginning with https://.");
    return null;
  }
  const url = new URL(address);
  const privacy = literalAddressProblem(url.hostname);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    wrong("url", "The address must begin with https://.");
  } else if (url.username !== "" || url.password !== "") {
    wrong("url", "The address holds a user name or password. Enter a token below instead.");
  } else if (url.hash !== "") {
    wrong("url", "Leave out everything from the “#” on.");
  } else if (privacy !== null && !reach.isPrivate) {
    wrong("isPrivate", `${url.host} is ${privacy}. Tick this if that is meant.`);
  } else if (url.protocol === "http:" && !reach.isPrivate) {
    wrong("url", "Over the internet the address must begin with https://.");
  }
  if (reach.signIn === "header") {
    const isName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(reach.headerName);
    if (!isName || keptHeaders.test(reach.headerName))
      wrong("headerName", "This is not a header that can be set.");
  }
  const needsToken = reach.signIn === "bearer" || reach.signIn === "header";
  const token = reach.token.trim();
  if (needsToken && token === "") wrong("token", "The token is missing.");
  if (/\p{Cc}/u.test(token)) wrong("token", "It holds a line break or another control character.");
  const signIn: ServerSignIn =
    reach.signIn === "header" ? { kind: "header", name: reach.headerName } : { kind: reach.signIn };
  return {
    transport: { kind: "http", url: url.href, isPrivate: reach.isPrivate },
    signIn,
    secrets: needsToken ? { token } : {},
  };
}

function readStdio(reach: Of<"stdio">, wrong: Wrong): Omit<ReadServer, "title"> | null {
  if (!isStdioAllowed()) {
    wrong(
      null,
      "Programs can't be started from here. Whoever runs Lamplight can set LAMPLIGHT_MCP_STDIO=on.",
    );
    return null;
  }
  const command = reach.command.trim();
  if (command === "") wrong("command", "The program is missing.");
  // Written into one field it would be taken for one program of that whole name.
  else if (/\s/.test(command) && !path.isAbsolute(command)) {
    wrong("command", "Write the program alone. Each argument has a line of its own below.");
  }
  if ([command, ...reach.args, reach.folder].some((part) => part.includes("\0"))) {
    wrong("command", "A zero character can't be part of a command.");
  }
  const folder = reach.folder.trim();
  if (folder !== "" && !path.isAbsolute(folder)) wrong("folder", "Write the whole path of the folder.");
  const names = reach.env.map(({ name }) => name);
  for (const [index, { name, value }] of reach.env.entries()) {
    const problem = envNameProblem(name);
    if (problem !== null) wrong(`env.${index}`, problem);
    else if (names.indexOf(name) !== index) wrong(`env.${index}`, `“${name}” is there twice.`);
    else if (value === "") wrong(`env.${index}`, `The value of “${name}” is missing.`);
    else if (value.includes("\0")) wrong(`env.${index}`, "A zero character can't be part of a value.");
  }
  return {
    transport: { kind: "stdio", command, args: reach.args, env: names, folder: folder || null },
    signIn: { kind: "none" },
    secrets: Object.fromEntries(reach.env.map(({ name, value }) => [name, value])),
  };
}
