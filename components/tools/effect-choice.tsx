import type { ReactNode } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Segmented } from "@/components/ui/segmented";
import { type Effect, isLower } from "@/lib/domain/effect";
import type { Lowering } from "./use-tool-edit";

/** What a tool does outside, as a person says it. */
export function EffectChoice(props: {
  effect: Effect;
  imported: Effect;
  onChange: (effect: Effect) => void;
  end: ReactNode;
}) {
  const { effect, imported, onChange, end } = props;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex min-h-5 items-center justify-between gap-2">
        <span className="font-medium text-sm">Effect</span>
        {end}
      </div>
      <Segmented<Effect>
        label="Effect"
        value={effect}
        onValueChange={onChange}
        options={[
          { value: "read", label: "Read" },
          { value: "write", label: "Write" },
          { value: "irreversible", label: "Irreversible" },
        ]}
      />
      <p className="text-text-subtle text-xs">
        Approvals depend on it. Imported as <EffectBadge effect={imported} variant="plain" />.
      </p>
      {isLower(effect, imported) ? <Banner tone="warning">{loweringWords(effect)}</Banner> : null}
    </div>
  );
}

function loweringWords(to: Effect): string {
  return to === "read"
    ? "As a read it runs without asking, in every plan. Say so only if you know that a call changes nothing."
    : "As a write, plans may be told to run it without asking. Say so only if its effect can be taken back.";
}

/** What fewer approvals mean, before it is so. */
export function LoweringDialog(props: {
  lowering: Lowering | null;
  title: string;
  isSaving: boolean;
  onKeep: () => void;
  onLowered: () => void;
}) {
  const { lowering, title, isSaving, onKeep, onLowered } = props;
  return (
    <AlertDialog open={lowering !== null} onOpenChange={(isOpen) => !isOpen && onKeep()}>
      {lowering ? (
        <AlertDialogContent
          title="Ask less often?"
          description={
            <>
              “<RevealedText text={title} />” is{" "}
              {lowering.from === "irreversible" ? "irreversible" : "a write"} and becomes a {lowering.to}.{" "}
              {loweringWords(lowering.to)}
            </>
          }
          confirmLabel={`Make it a ${lowering.to}`}
          cancelLabel="Keep it"
          pending={isSaving}
          onConfirm={() => void lowering.confirm().then((isDone) => isDone && onLowered())}
        />
      ) : null}
    </AlertDialog>
  );
}
