import { ArrowRight, CircleHelp, Minus, PlugZap, ShieldAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { sourceWords } from "@/components/tools/tool-source";
import { EffectBadge } from "@/components/ui/effect-badge";
import type { Policy, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import type { Rebinding } from "@/lib/planning/rebind-step";
import { approvalWords, inputTitle, outputTitle, stepTitle } from "./swap-words";

export interface SwapConsequencesProps {
  rebinding: Rebinding;
  steps: readonly Step[];
  policy: Policy;
  from: Tool | null;
  to: Tool;
  isConnected: boolean;
  /** In a run: its other steps stay as they are, and a reader that finds nothing asks when its turn comes. */
  isRun?: boolean;
}

/** All that giving a step another tool changes, before it does: its inputs, its readers, its effect and approval. */
export function SwapConsequences(props: SwapConsequencesProps) {
  const { rebinding, steps, policy, from, to, isConnected, isRun } = props;
  const { carried, missing, dropped, readers } = rebinding;
  return (
    <div className="flex flex-col gap-3 rounded-md bg-surface-sunken p-3 text-xs">
      <Group title="Inputs">
        {carried.map(({ input, from: source }) => (
          <Line key={input} icon={<ArrowRight aria-hidden className="text-status-completed" />}>
            {source.kind === "step" ? (
              <>
                “{inputTitle(to, input)}” is read from the step “{stepTitle(steps, source.stepId)}”
              </>
            ) : source.input === input ? (
              <>“{inputTitle(to, input)}” stays</>
            ) : (
              <>
                “{inputTitle(from, source.input)}” becomes “{inputTitle(to, input)}”
              </>
            )}
          </Line>
        ))}
        {missing.map((input) => (
          <Line key={input} icon={<CircleHelp aria-hidden className="text-status-waiting" />}>
            You will be asked for “{inputTitle(to, input)}”
          </Line>
        ))}
        {dropped.map((input) => (
          <Line key={input} icon={<Minus aria-hidden className="text-text-subtle" />}>
            “{inputTitle(from, input)}” is not needed any more
          </Line>
        ))}
        {carried.length + missing.length + dropped.length === 0 ? (
          <Line icon={null}>It needs none.</Line>
        ) : null}
      </Group>
      {readers.length > 0 ? (
        <Group title="Steps that read it">
          {readers.map(({ stepId, input, reads, becomes }) => (
            <Line
              key={`${stepId}/${input}`}
              icon={
                becomes.kind === "output" && !isRun ? (
                  <ArrowRight aria-hidden className="text-status-completed" />
                ) : (
                  <TriangleAlert aria-hidden className="text-status-waiting" />
                )
              }
            >
              “{input}” of “{stepTitle(steps, stepId)}” read “{outputTitle(from, reads)}” and{" "}
              {isRun ? (
                <>will not find it; you will be asked then</>
              ) : becomes.kind === "output" ? (
                <>reads “{outputTitle(to, becomes.path)}” instead</>
              ) : (
                <>becomes a question to you</>
              )}
            </Line>
          ))}
        </Group>
      ) : null}
      <Group title="What it does outside">
        {from && from.effect !== to.effect ? (
          <Line icon={<ShieldAlert aria-hidden className="text-status-waiting" />}>
            <span className="inline-flex flex-wrap items-center gap-1">
              <EffectBadge effect={from.effect} /> becomes <EffectBadge effect={to.effect} />
            </span>
          </Line>
        ) : (
          <Line icon={null}>
            <span className="inline-flex flex-wrap items-center gap-1">
              <EffectBadge effect={to.effect} /> {from ? "as before" : null}
            </span>
          </Line>
        )}
        <Line icon={null}>{approvalLine(from, to, policy)}</Line>
        {from && sourceWords(from) !== sourceWords(to) ? (
          <Line icon={null}>
            It comes from “{sourceWords(to)}” instead of “{sourceWords(from)}”
          </Line>
        ) : null}
        {isConnected ? null : (
          <Line icon={<PlugZap aria-hidden className="text-warning" />}>
            It needs a connection before it runs
          </Line>
        )}
      </Group>
    </div>
  );
}

function approvalLine(from: Tool | null, to: Tool, policy: Policy): string {
  const after = approvalWords(to, policy);
  const before = from ? approvalWords(from, policy) : after;
  return before === after
    ? `It ${after}, as before`
    : `It ${after}; before, it ${before.replace(/^asks/, "asked").replace(/^runs/, "ran")}`;
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h4 className="mb-1 font-medium">{title}</h4>
      <ul className="flex flex-col gap-1 text-text-muted">{children}</ul>
    </section>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-start gap-1.5 [&>svg]:mt-0.5 [&>svg]:size-3 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
