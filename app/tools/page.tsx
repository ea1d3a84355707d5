import type { Metadata } from "next";
import { ToolCatalogue } from "@/components/tools/tool-catalogue";
import { searchCatalogue } from "@/lib/flow/search-catalogue";

export const metadata: Metadata = { title: "Tools" };

interface Props {
  searchParams: Promise<{ q?: string }>;
}

/** The catalogue, searched by meaning. */
export default async function ToolsPage({ searchParams }: Props) {
  const query = (await searchParams).q ?? "";
  return <ToolCatalogue initialQuery={query} initial={await searchCatalogue({ query, limit: 60 })} />;
}
