// The only reader of process.env (scripts aside). See README, "Settings".
import path from "node:path";
import { z } from "zod";
import { maxItems } from "@/lib/domain/repeat";

const port = z.coerce.number().int().min(1).max(65_535);

const environmentSchema = z.object({
  /** The data folder. */
  LAMPLIGHT_HOME: z.string().default(path.join(process.cwd(), ".lamplight")),
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** The public address, behind a proxy that signs people in: https://lamplight.example.com. */
  LAMPLIGHT_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** Set by `npm start` for the embedded server, or by the operator. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Where the vector index is; default: in the data folder. */
  LANCEDB_URI: z.string().optional(),
  /** `<provider>/<model>`: openai/…, anthropic/…, google/…, openai-compatible/…. */
  LAMPLIGHT_MODEL: z
    .string()
    .regex(/^(openai|anthropic|google|openai-compatible)\/.+$/, "write it as <provider>/<model>")
    .optional(),
  LAMPLIGHT_MODEL_BASE_URL: z.url().optional(),
  LAMPLIGHT_MODEL_API_KEY: z.string().optional(),
  /** The providers' own variables, for when the one above is not set. */
  OPENAI_API_KEY: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  GOOGLE_GENERATIVE_AI_API_KEY: z.string().optional(),
  /** `<provider>/<model>` of an embedding model; default: the static one in the repository. */
  LAMPLIGHT_EMBEDDING_MODEL: z
    .string()
    .regex(/^(openai|google|openai-compatible)\/.+$/, "write it as <provider>/<model>")
    .optional(),
  /** 32 bytes in base64; default: `secret.key` in the data folder. */
  LAMPLIGHT_SECRET_KEY: z.string().optional(),
  /** The package of the API directory, `<name>@<version>#<integrity>`: one of the same layout with other APIs. */
  LAMPLIGHT_API_DIRECTORY: z
    .string()
    .regex(/^(@[a-z0-9._~-]+\/)?[a-z0-9._~-]+@[0-9A-Za-z.+-]+#sha512-[A-Za-z0-9+/=]+$/, {
      error: "write it as <name>@<version>#sha512-<hash>",
    })
    .optional(),
  /** Items a step may be repeated for, whatever its plan says. */
  LAMPLIGHT_MAX_ITEMS: z.coerce.number().int().min(1).max(maxItems).default(maxItems),
  /** What a file may have, in MB: one that is uploaded, written by a step or downloaded by one. */
  LAMPLIGHT_MAX_FILE_MB: z.coerce.number().int().min(1).max(100_000).default(2048),
  LAMPLIGHT_TIME_ZONE: z.string().default(Intl.DateTimeFormat().resolvedOptions().timeZone),
  /** `off`: no stand-ins. */
  LAMPLIGHT_SANDBOX: z.enum(["on", "off"]).default("on"),
  LAMPLIGHT_SANDBOX_HTTP_PORT: port.optional(),
  LAMPLIGHT_SANDBOX_SMTP_PORT: port.optional(),
  /**
   * `on`: a person at this Lamplight may have it start MCP servers that are programs of this machine, after confirming
   * the exact command. Default: on, unless Lamplight has a public address, where those who sign in need not be those
   * who may run programs here.
   */
  LAMPLIGHT_MCP_STDIO: z.enum(["on", "off"]).optional(),
  /** Where programs are found. */
  PATH: z.string().default(""),
  LAMPLIGHT_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});
export type Environment = z.infer<typeof environmentSchema>;

let parsed: Environment | undefined;

/** The environment, parsed once. Throws an error that names the variable and what is wrong with it. */
export function env(): Environment {
  if (parsed) return parsed;
  const result = environmentSchema.safeParse(process.env);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not usable.\n  ${problems.join("\n  ")}`);
  }
  parsed = result.data;
  return parsed;
}

/** For tests, which change the environment. */
export function readEnvAnew(): void {
  parsed = undefined;
}

/** Where a person opens Lamplight: what links in messages begin with. */
export function ownAddress(): string {
  const { LAMPLIGHT_ORIGIN, HOST, PORT } = env();
  if (LAMPLIGHT_ORIGIN) return new URL(LAMPLIGHT_ORIGIN).origin;
  return `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`;
}

/** `LAMPLIGHT_ORIGIN` alone: for the request proxy, which runs before anything else is known. */
export function publicOrigin(): string | undefined {
  return process.env.LAMPLIGHT_ORIGIN;
}
