"use client";

import { LogIn } from "lucide-react";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { McpServer } from "@/lib/domain/mcp-server";

/** Leads to the server's own sign-in page. */
export function ServerSignIn({ server, onChanged }: { server: McpServer; onChanged: () => void }) {
  const [failure] = useState<string | null>(null);
  return (
    <Banner
      tone="info"
      title="It wants you to sign in on its own page"
      actions={
        <Button icon={<LogIn />} onClick={onChanged}>
          {server.title}
        </Button>
      }
    >
      {failure}
    </Banner>
  );
}
