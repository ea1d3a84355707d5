import { SearchX } from "lucide-react";
import { FullBleedPage } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

export default function RunNotFound() {
  return (
    <FullBleedPage>
      <EmptyState
        className="m-auto"
        icon={<SearchX aria-hidden />}
        title="There is no such run"
        description="The address may be incomplete, or the run belongs to another installation."
        action={<ButtonLink href="/history">All runs</ButtonLink>}
      />
    </FullBleedPage>
  );
}
