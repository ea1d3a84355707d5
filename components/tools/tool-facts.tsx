import { CircleCheck, PlugZap, ShieldCheck, ShieldQuestion } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { durationText } from "@/components/run/duration-text";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EffectBadge } from "@/components/ui/effect-badge";
import type { Tool } from "@/lib/domain/tool";
import type { ToolDescription } from "@/lib/flow/describe-tool";
import { needsLookUp } from "@/lib/planning/declared-look-up";
import { ToolLimit } from "./tool-limit";
import { ToolPrice } from "./tool-price";
import { connectHref, toolHref } from "./tool-source";

const askWords: Record<Tool["effect"], string> = {
  read: "Only looks. It runs without asking, unless outside content decides what it reaches.",
  write: "Changes something. A person approves each call, unless a plan trusts this tool.",
  irreversible: "What is sent stands. A person approves each call.",
};
const trustWords: Record<Tool["outputTrust"], string> = {
  trusted: "What it gives is trusted as your own data.",
  untrusted: "What it gives may be written by anybody. It never chooses a tool or a recipient unseen.",
  derived: "What it gives is as trusted as what it was given.",
};
const repeatWords: Record<Tool["idempotency"], string> = {
  natural: "Repeating a call changes nothing more.",
  key: "Sent with a key, so that repeating a call changes nothing more.",
  none: "Repeating a call does it again, so that is never done without asking.",
};

/** What a person wants to know of a tool before it is used, in short. */
export function ToolFacts(props: { description: ToolDescription; onChange: () => Promise<void> }) {
  const { description, onChange } = props;
  const { tool, undoneBy } = description;
  return (
    <Card className="flex flex-col divide-y text-sm [&>*]:px-4 [&>*]:py-3">
      <Fact title="Effect">
        <EffectBadge effect={tool.effect} size="md" />
        <p className="text-text-muted text-xs">{askWords[tool.effect]}</p>
        {tool.effect === "read" ? null : <Undo tool={tool} undoneBy={undoneBy} />}
        {tool.effect === "read" ? null : (
          <p className="text-text-muted text-xs">{repeatWords[tool.idempotency]}</p>
        )}
        {needsLookUp(tool) ? <LostAnswers description={description} /> : null}
      </Fact>
      <Fact title="Connection">
        <ConnectionState description={description} />
      </Fact>
      <Fact title="Trust">
        <p className="flex items-start gap-1.5 text-text-muted text-xs">
          {tool.outputTrust === "trusted" ? (
            <ShieldCheck aria-hidden className="mt-px size-3.5 shrink-0 text-origin-trusted" />
          ) : (
            <ShieldQuestion aria-hidden className="mt-px size-3.5 shrink-0 text-origin-untrusted" />
          )}
          {trustWords[tool.outputTrust]}
        </p>
      </Fact>
      <Fact title="Own record">
        <Record description={description} />
      </Fact>
      <Fact title="Price">
        <ToolPrice toolId={tool.id} priceUsd={description.priceUsd} onChange={onChange} />
      </Fact>
      <Fact title="Calls">
        <p className="text-text-muted text-xs">
          {tool.source.kind === "plan"
            ? "Each is a run of its own, however long it takes, "
            : `At most ${durationText(tool.timeoutMs)} each, `}
          {tool.retry.attempts === 1 ? "tried once" : `tried up to ${tool.retry.attempts} times`}
          {tool.retry.attempts > 1 && !canBeRepeated(tool) ? ", as long as nothing has happened" : ""}.
        </p>
        {tool.source.kind === "plan" ? null : (
          <ToolLimit toolId={tool.id} atOnce={description.atOnce} onChange={onChange} />
        )}
      </Fact>
      <Fact title="Comes from">
        <Source tool={tool} />
        <p className="break-all font-mono text-2xs text-text-subtle">
          {tool.id}
          <br />
          Version {tool.version}
        </p>
      </Fact>
    </Card>
  );
}

const canBeRepeated = (tool: Tool) => tool.effect === "read" || tool.idempotency !== "none";

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col items-start gap-1.5">
      <h2 className="font-medium text-text-subtle text-xs">{title}</h2>
      {children}
    </section>
  );
}

function Undo({ tool, undoneBy }: { tool: Tool; undoneBy: ToolDescription["undoneBy"] }) {
  if (tool.undo.kind === "tool") {
    return (
      <p className="text-text-muted text-xs">
        {tool.undo.inputs ? "Undone by" : "Nobody has said with which values it would be undone by"}{" "}
        {undoneBy ? (
          <Link href={toolHref(undoneBy.id)} className="text-accent-text underline underline-offset-2">
            <RevealedText text={undoneBy.title} />
          </Link>
        ) : (
          `${tool.undo.toolId}, which is not here any more`
        )}
        .
      </p>
    );
  }
  if (tool.undo.kind === "none") {
    return tool.effect === "irreversible" ? null : (
      <p className="text-text-muted text-xs">No tool takes it back.</p>
    );
  }
  return <p className="text-text-muted text-xs">Nobody has said whether it can be taken back.</p>;
}

/** What becomes of a call whose answer is lost. */
function LostAnswers({
  description: { tool, lookedUpBy, suggestedLookUp },
}: {
  description: ToolDescription;
}) {
  const styles = "text-text-muted text-xs";
  if (tool.lookUp?.kind === "itself") {
    return <p className={styles}>A call whose answer is lost is looked up at the service.</p>;
  }
  if (tool.lookUp?.kind === "tool") {
    return (
      <p className={styles}>
        A call whose answer is lost is looked up with{" "}
        {lookedUpBy ? (
          <Link href={toolHref(lookedUpBy.id)} className="text-accent-text underline underline-offset-2">
            <RevealedText text={lookedUpBy.title} />
          </Link>
        ) : (
          `${tool.lookUp.toolId}, which is not here any more`
        )}
        .
      </p>
    );
  }
  return (
    <p className={styles}>
      A call whose answer is lost is asked about.
      {suggestedLookUp ? (
        <>
          {" "}
          <RevealedText text={`“${suggestedLookUp.title}”`} /> may be able to look it up: edit the tool to say
          so.
        </>
      ) : null}
    </p>
  );
}

function ConnectionState({ description: { tool, connection } }: { description: ToolDescription }) {
  if (tool.connectionKind === null) return <p className="text-text-muted text-xs">It needs none.</p>;
  if (!connection) {
    return (
      <>
        <Badge tone="warning" size="md" icon={<PlugZap aria-hidden />}>
          Not connected
        </Badge>
        <p className="text-text-muted text-xs">It can't run before there is a connection.</p>
        <ButtonLink size="sm" href={connectHref(tool.connectionKind)} icon={<PlugZap aria-hidden />}>
          Connect
        </ButtonLink>
      </>
    );
  }
  return (
    <>
      <p className="flex min-w-0 items-center gap-1.5">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
        <span className="min-w-0 break-words">{connection.name}</span>
        {connection.isSandbox ? <Badge>Sandbox</Badge> : null}
      </p>
      <p className="break-all font-mono text-text-muted text-xs">{connection.origin}</p>
      <p className="text-text-muted text-xs">Its credentials go to this address and to no other.</p>
    </>
  );
}

function Record({ description: { usage } }: { description: ToolDescription }) {
  const { calls } = usage;
  if (!calls) return <p className="text-text-muted text-xs">No call yet.</p>;
  const total = calls.completed + calls.failed;
  return (
    <>
      <p className="tabular-nums">
        {calls.completed} of {total} {total === 1 ? "call" : "calls"} completed
      </p>
      <span aria-hidden className="flex h-1.5 w-full overflow-hidden rounded-full bg-status-failed-soft">
        <span className="bg-status-completed" style={{ width: `${(calls.completed / total) * 100}%` }} />
      </span>
      <p className="text-text-muted text-xs">
        {calls.medianMs === null ? "" : `In ${durationText(calls.medianMs)}, median. `}In the last 300 runs.
      </p>
    </>
  );
}

function Source({ tool: { source } }: { tool: Tool }) {
  switch (source.kind) {
    case "builtin":
      return <p>Built into Lamplight</p>;
    case "openapi":
      return (
        <>
          <p className="min-w-0 break-words">
            <RevealedText text={source.apiTitle} />
          </p>
          <code className="break-all font-mono text-text-muted text-xs">
            {source.method.toUpperCase()} <RevealedText text={source.path} />
          </code>
        </>
      );
    case "mcp":
      return (
        <>
          <p className="min-w-0 break-words">
            <RevealedText text={source.serverTitle} /> <span className="text-text-muted">(MCP server)</span>
          </p>
          <code className="break-all font-mono text-text-muted text-xs">
            <RevealedText text={source.name} />
          </code>
        </>
      );
    case "plan":
      return (
        <p>
          <Link href={`/plans/${source.planId}`} className="text-accent-text underline underline-offset-2">
            A plan of yours
          </Link>
          , revision {source.planRevision}
        </p>
      );
    default:
      return source satisfies never;
  }
}
