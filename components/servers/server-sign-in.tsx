"use client";

import { useQuery } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { checkServerAction, signInAction } from "@/app/tools/servers/actions";
import { RevealedText } from "@/components/approval/revealed-text";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { serverSignInQuery } from "@/lib/client/mcp-servers";
import type { McpServer } from "@/lib/domain/mcp-server";

/** Leads to the server's own sign-in page, and tells what came of it. */
export function ServerSignIn({ server, onChanged }: { server: McpServer; onChanged: () => void }) {
  const signInId = useSearchParams().get("signIn");
  const { data: signIn } = useQuery(serverSignInQuery(signInId));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isSignedIn = signIn?.status === "completed";
  const checked = useRef(false);
  useEffect(() => {
    if (!isSignedIn || checked.current) return;
    checked.current = true;
    checkServerAction({ serverId: server.id }).then(onChanged, () =>
      setFailure("Signed in, but Lamplight can't be reached just now. Look again."),
    );
  }, [isSignedIn, server.id, onChanged]);

  const begin = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const begun = await signInAction({ serverId: server.id });
      // Only the web: an address of another kind could do something else with a browser.
      if (begun.kind === "begun" && /^https?:$/.test(new URL(begun.page).protocol)) {
        window.location.assign(begun.page);
        return;
      }
      if (begun.kind === "refused") setFailure(begun.message);
    } catch {
      setFailure("Lamplight can't be reached.");
    }
    setBusy(false);
  };
  const isWorking = server.checkedAt !== null && server.problem === null;
  const said = failure ?? (signIn?.status === "failed" ? signIn.message : null);
  return (
    <Banner
      tone={said ? "danger" : isWorking ? "success" : "info"}
      live="status"
      title={
        said
          ? "Signing in did not work"
          : isWorking
            ? "You are signed in"
            : "It wants you to sign in on its own page"
      }
      actions={
        <Button
          variant={isWorking ? "secondary" : "primary"}
          icon={<LogIn aria-hidden />}
          loading={isBusy}
          onClick={() => void begin()}
        >
          {isWorking ? "Sign in again" : "Sign in"}
        </Button>
      }
    >
      {said ? (
        <RevealedText text={said} />
      ) : isWorking ? null : (
        "What you enter there goes to the service, not to Lamplight. You come back here."
      )}
    </Banner>
  );
}
