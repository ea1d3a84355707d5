import { FullBleedPage } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";

export default function Full() {
  return (
    <FullBleedPage
      header={
        <PageHeader
          variant="bar"
          title="Send the September sales report to the marketing team"
          breadcrumbs={[{ label: "Goals", href: "/" }]}
          badge={<StatusBadge status="waiting-approval" />}
          actions={
            <>
              <Button size="sm">Edit</Button>
              <Button size="sm" variant="primary">
                Start run
              </Button>
            </>
          }
        />
      }
    >
      <div className="grid flex-1 place-items-center bg-surface-sunken text-text-subtle">canvas</div>
    </FullBleedPage>
  );
}
