import type { Metadata } from "next";
import { viewOf } from "@/components/tools/catalogue-address";
import { ToolCatalogue } from "@/components/tools/tool-catalogue";
import { cataloguePageSize } from "@/lib/client/tools";
import { browseCatalogue } from "@/lib/flow/browse-catalogue";

export const metadata: Metadata = { title: "Tools" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The catalogue, searched by meaning. */
export default async function ToolsPage({ searchParams }: Props) {
  const params = await searchParams;
  const view = viewOf({ get: (name) => [params[name]].flat()[0] ?? null });
  const initial = await browseCatalogue({ ...view, limit: cataloguePageSize });
  return <ToolCatalogue initialView={view} initial={initial} />;
}
