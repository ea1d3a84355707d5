import type { MiddlewareHandler } from "hono";
import { isSandboxAccount } from "@/lib/db/sandbox-accounts";
import type { SandboxService } from "@/lib/setup/sandbox-connections";
import { askDatabase } from "./database-away";

/** The token of `Authorization: Bearer …`; null when there is none. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;
}

/** Lets requests through that carry the service's token; `refuse` answers the others. */
export function requireBearer(
  service: SandboxService,
  refuse: (context: Parameters<MiddlewareHandler>[0]) => Response,
): MiddlewareHandler {
  return async (context, next) => {
    const secret = bearerToken(context.req.header("Authorization"));
    const allowed = secret !== null && (await askDatabase(() => isSandboxAccount({ service, secret })));
    if (allowed) return next();
    context.header("WWW-Authenticate", `Bearer realm="${service}"`);
    return refuse(context);
  };
}
