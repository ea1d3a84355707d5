import type { Metadata } from "next";
import { ApiList } from "@/components/import/api-list";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { listImportedApis } from "@/lib/flow/list-imported-apis";

export const metadata: Metadata = { title: "Imported APIs" };

/** The APIs whose operations are tools. */
export default async function ApisPage() {
  return (
    <Page
      header={
        <PageHeader
          breadcrumbs={[{ label: "Tools", href: "/tools" }]}
          title="Imported APIs"
          description="Each operation of these is a tool."
          actions={
            <>
              <ButtonLink href="/tools/directory">API directory</ButtonLink>
              <ButtonLink variant="primary" href="/tools/import">
                Import an API
              </ButtonLink>
            </>
          }
        />
      }
    >
      <ApiList initial={await listImportedApis()} />
    </Page>
  );
}
