import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { RadioList } from "@/components/ui/radio-list";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { toolQuery } from "@/lib/client/tools";
import type { ToolId } from "@/lib/domain/ids";
import { importedFrom, type LookUpByTool, lookUpByToolSchema, type Tool } from "@/lib/domain/tool";
import { beginLookUp } from "@/lib/planning/declared-look-up";
import { undoSources } from "@/lib/planning/declared-undo";
import { LookUpMatch } from "./look-up-match";
import { PartnerField, plain } from "./partner-field";
import { PartnerInputs } from "./partner-inputs";
import type { LookingUp, LookUpDraft } from "./use-looking-up";

export interface LookUpChoiceProps {
  /** As it would be with what the form says of its effect. */
  tool: Tool;
  /** What suggests itself; null where nothing does. */
  suggested: LookUpByTool | null;
  lookUp: LookUpDraft;
  looking: LookingUp;
  onChange: (lookUp: LookUpDraft) => void;
}

/** How it is found out whether a call took place whose answer was lost, as a person says it. */
export function LookUpChoice({ tool, suggested, lookUp, looking, onChange }: LookUpChoiceProps) {
  const client = useQueryClient();
  const sources = useMemo(() => undoSources(tool).filter(({ from }) => from.from === "input"), [tool]);
  const chosen = lookUp.kind === "tool" ? lookUp.lookUp : null;
  const { by, problems, problem, failure } = looking;
  /** With what probably makes something found the call's, to be looked at. */
  const choose = async (toolId: ToolId) => {
    try {
      onChange({ kind: "tool", lookUp: beginLookUp(tool, await client.ensureQueryData(toolQuery(toolId))) });
    } catch {
      toast.error("Lamplight did not answer. Choose the tool again.");
    }
  };
  const set = (part: Partial<LookUpByTool>) =>
    chosen && onChange({ kind: "tool", lookUp: { ...chosen, ...part } });
  return (
    <section aria-label="Lost answers" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium text-sm">When an answer is lost</h3>
        <RadioList
          label="When an answer is lost"
          value={lookUp.kind}
          onValueChange={(kind) => onChange(kind === "none" ? { kind } : { kind, lookUp: suggested })}
          options={[
            {
              value: "none",
              label: "You are asked",
              description: "Nobody can say whether the call took place. The run waits until you do.",
            },
            {
              value: "tool",
              label: "Another tool looks it up",
              description: `One of ${plain(importedFrom(tool)?.title ?? "")} that only reads. What is found has taken place; otherwise you are asked.`,
            },
          ]}
        />
      </div>
      {lookUp.kind === "tool" ? (
        <>
          <PartnerField
            label="The tool to look it up with"
            tool={tool}
            canBe={({ effect }) => effect === "read"}
            emptyText="None of its tools that only read is like that."
            chosen={chosen?.toolId ?? null}
            by={by}
            onChoose={choose}
          />
          {failure ? <p className="text-danger text-xs">{failure}</p> : null}
          {chosen && !by && !failure ? <Skeleton className="h-16" /> : null}
          {chosen && by ? (
            <>
              <PartnerInputs
                tool={tool}
                by={by}
                sources={sources}
                hasAnswer={false}
                inputs={chosen.inputs}
                problems={problems}
                onChange={(inputs) => set({ inputs: lookUpByToolSchema.shape.inputs.parse(inputs) })}
              />
              <LookUpMatch tool={tool} by={by} lookUp={chosen} onChange={set} />
              {problem && problems.length === 0 ? (
                <p role="status" className="text-danger text-xs">
                  {problem}
                </p>
              ) : null}
            </>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
