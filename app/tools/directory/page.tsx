import type { Metadata } from "next";
import { DirectoryPage } from "@/components/api-directory/directory-page";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { findDirectory } from "@/lib/flow/manage-directory";

export const metadata: Metadata = { title: "API directory" };

interface Props {
  searchParams: Promise<{ q?: string; api?: string }>;
}

/** The directory of thousands of APIs, of which any can be added. */
export default async function ApiDirectoryPage({ searchParams }: Props) {
  const { q, api } = await searchParams;
  const state = await findDirectory();
  return (
    <Page
      header={
        <PageHeader
          breadcrumbs={[{ label: "Tools", href: "/tools" }]}
          title="API directory"
          description={
            state.status === "installed"
              ? `${state.apis.toLocaleString("en")} APIs with ${state.operations.toLocaleString("en")} operations. Say what you want done; adding one makes its operations tools.`
              : "Thousands of APIs, collected by APIs.guru, to be searched by what they do and added as tools."
          }
        />
      }
    >
      <DirectoryPage initial={state} query={q ?? ""} api={api ?? null} />
    </Page>
  );
}
