import type { Metadata } from "next";
import { ConnectionList } from "@/components/connections/connection-list";
import { callbackAddress } from "@/lib/http/callback-address";

export const metadata: Metadata = { title: "Connections" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * Accounts of outside services. `?add=<kind>` opens the form of a kind, `?edit=<id>` that of a connection;
 * `?signIn=<id>` says what came of a sign-in.
 */
export default async function ConnectionsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const text = (name: string) => {
    const value = asked[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const start = { add: text("add"), edit: text("edit"), signIn: text("signIn") };
  return (
    <ConnectionList
      // A link to another form while the page is open begins anew.
      key={JSON.stringify(start)}
      start={start}
      callbackAddress={await callbackAddress()}
    />
  );
}
