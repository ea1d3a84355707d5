import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportView } from "@/components/import/import-view";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { findImport } from "@/lib/db/imports";
import type { ImportSource } from "@/lib/domain/api-import";
import { importIdSchema } from "@/lib/domain/ids";

export const metadata: Metadata = { title: "Import an API" };

interface Props {
  params: Promise<{ importId: string }>;
}

/** An import: what it would do, how far it is, or what it has done. */
export default async function ImportPage({ params }: Props) {
  const id = importIdSchema.safeParse((await params).importId);
  const found = id.success ? await findImport(id.data) : null;
  if (!found) notFound();
  return (
    <Page
      header={
        <PageHeader
          breadcrumbs={[
            { label: "Tools", href: "/tools" },
            { label: "Import an API", href: "/tools/import" },
          ]}
          title={found.preview?.api.title ?? found.result?.title ?? "Import an API"}
          description={sourceText(found.source)}
        />
      }
    >
      <ImportView initial={found} />
    </Page>
  );
}

function sourceText(source: ImportSource): string {
  switch (source.kind) {
    case "address":
      return `From ${source.address}`;
    case "directory":
      return `From the API directory: ${source.id}`;
    case "document":
      return source.name === null ? "From a pasted document" : `From ${source.name}`;
    default:
      return source satisfies never;
  }
}
