import { SearchX } from "lucide-react";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

export default function ToolNotFound() {
  return (
    <Page>
      <EmptyState
        icon={<SearchX aria-hidden />}
        title="There is no such tool"
        description="It may have been removed together with its API or MCP server, or the address may be incomplete."
        action={<ButtonLink href="/tools">All tools</ButtonLink>}
      />
    </Page>
  );
}
