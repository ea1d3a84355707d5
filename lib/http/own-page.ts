import { headers } from "next/headers";

/**
 * Lets a server action go on only for the product's own pages. Next.js lets requests without an `Origin` pass; here
 * they are refused as well (P11, N9). Throws for every other caller.
 */
export async function requireOwnPage(): Promise<void> {
  const sent = await headers();
  const origin = sent.get("origin");
  const host = sent.get("host");
  if (origin && host && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()) return;
  throw new Error("This action was not called from Lamplight's own pages.");
}
