import { headers } from "next/headers";
import { publicOrigin } from "@/lib/env";
import { isOwnOrigin } from "./allowed-hosts";

/**
 * Lets a server action go on only for the product's own pages. Next.js lets requests without an `Origin` pass; here
 * they are refused as well (P11, N9). Throws for every other caller.
 */
export async function requireOwnPage(): Promise<void> {
  const sent = await headers();
  if (isOwnOrigin(sent.get("origin"), sent.get("host"), publicOrigin())) return;
  throw new Error("This action was not called from Lamplight's own pages.");
}
