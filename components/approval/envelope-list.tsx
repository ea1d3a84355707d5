"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { revokeEnvelopeAction } from "@/app/inbox/actions";
import { Disclosure } from "@/components/run/disclosure";
import { wordsOf } from "@/components/run/values/output-parts";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { boundWords } from "@/lib/approval/check-envelope";
import { envelopesQuery } from "@/lib/client/inbox";
import type { Envelope } from "@/lib/domain/envelope";
import { RevealedText } from "./revealed-text";

/** What is done without asking, because a person has set bounds for it: seen here, and taken back here. */
export function EnvelopeList() {
  const { data: envelopes = [] } = useQuery(envelopesQuery);
  if (envelopes.length === 0) return null;
  return (
    <section aria-labelledby="envelopes" className="flex flex-col gap-3">
      <div>
        <h2 id="envelopes" className="font-semibold text-base">
          Approved within bounds
        </h2>
        <p className="text-sm text-text-muted">
          What is done without asking you, as long as it is within these.
        </p>
      </div>
      <Card className="divide-y">
        {envelopes.map((envelope) => (
          <EnvelopeRow key={envelope.id} envelope={envelope} />
        ))}
      </Card>
    </section>
  );
}

function EnvelopeRow({ envelope }: { envelope: Envelope }) {
  const queryClient = useQueryClient();
  const [isRevoking, setRevoking] = useState(false);
  const { id, toolTitle, goal, scope, runId, planId, used, most, until, createdAt, bounds } = envelope;
  const revoke = async () => {
    setRevoking(true);
    try {
      await revokeEnvelopeAction({ envelopeId: id });
      toast.success("Revoked. The next such action asks you.");
      await queryClient.invalidateQueries({ queryKey: envelopesQuery.queryKey });
    } catch {
      toast.error("Lamplight did not answer. It may still be in force; try again.");
      setRevoking(false);
    }
  };
  return (
    <div role="group" aria-label={toolTitle} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
        <p className="break-words font-medium text-sm">
          <RevealedText text={toolTitle} />{" "}
          <span className="font-normal text-text-muted">
            {used} of {most} made
          </span>
        </p>
        <p className="break-words text-text-muted text-xs">
          {scope === "run" ? "In one run of " : "In all runs of "}
          <Link
            href={scope === "run" ? `/runs/${runId}` : `/plans/${planId}`}
            className="underline underline-offset-2 hover:text-text"
          >
            {goal}
          </Link>
        </p>
        <p className="text-text-subtle text-xs">
          Set <RelativeTime date={createdAt} />, over <RelativeTime date={until} format="date" />
        </p>
        <Disclosure label="The bounds">
          <ul className="flex flex-col gap-1 text-xs">
            {Object.entries(bounds).map(([name, bound]) => (
              <li key={name} className="break-words">
                <span className="text-text-subtle">
                  <RevealedText text={wordsOf(name)} />:
                </span>{" "}
                <RevealedText text={boundWords(bound)} />
              </li>
            ))}
          </ul>
        </Disclosure>
      </div>
      <Button size="sm" loading={isRevoking} onClick={() => void revoke()}>
        Revoke
      </Button>
    </div>
  );
}
