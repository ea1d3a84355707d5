import type { Metadata } from "next";
import { CallLimitsSection } from "@/components/settings/call-limits-section";
import { RetentionSection } from "@/components/settings/retention-section";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";

export const metadata: Metadata = { title: "Settings" };

/** What holds for the whole installation. Each section stands by itself. */
export default function SettingsPage() {
  return (
    <Page
      width="md"
      header={<PageHeader title="Settings" description="What holds for this whole Lamplight." />}
    >
      <div className="flex flex-col gap-8">
        <RetentionSection />
        <CallLimitsSection />
      </div>
    </Page>
  );
}
