import type { Metadata } from "next";
import { ImportStart } from "@/components/import/import-start";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { findApiSummary } from "@/lib/db/apis";

export const metadata: Metadata = { title: "Import an API" };

interface Props {
  searchParams: Promise<{ into?: string }>;
}

/** The beginning of an import: where the document is. */
export default async function ImportPage({ searchParams }: Props) {
  const { into } = await searchParams;
  const api = into === undefined ? null : await findApiSummary(into);
  return (
    <Page
      header={
        <PageHeader
          breadcrumbs={[{ label: "Tools", href: "/tools" }]}
          title={api ? `Import ${api.title} again` : "Import an API"}
          description="Every operation becomes a tool. You see which ones before anything is imported."
        />
      }
    >
      <ImportStart into={api ? { id: api.id, title: api.title } : undefined} />
    </Page>
  );
}
