"use client";

import { ChevronDown, Play, SkipForward, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useCommands } from "@/components/shell/commands";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { isFinishedRun } from "@/lib/domain/run";
import { RerunDialog, type RerunWish } from "./rerun-dialog";
import type { RunView, StepView } from "./run-view";

const wishes = [
  { wish: "from", label: "Run from this step", icon: Play, description: "And all that needs what it gives" },
  { wish: "only", label: "Run only this step", icon: SkipForward, description: "Nothing after it" },
  {
    wish: "inputs",
    label: "Run with other inputs",
    icon: SlidersHorizontal,
    description: "From this step on, changed",
  },
] as const satisfies { wish: RerunWish; label: string; description: string; icon: unknown }[];

/** What can be done once more of a run that has ended, from one of its steps: in the step's menu and the command palette. */
export function RerunMenu({ view, step }: { view: RunView; step: StepView }) {
  const [wish, setWish] = useState<RerunWish | null>(null);
  const isOver = isFinishedRun(view.run);
  useCommands(
    wishes
      .filter((one) => one.wish !== "inputs" || step.tool !== null)
      .map((one) => ({
        id: `step.rerun.${one.wish}`,
        label: `${one.label}: ${step.step.title}`,
        icon: <one.icon />,
        run: () => setWish(one.wish),
        disabled: !isOver,
      })),
  );
  if (!isOver) return null;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button size="sm" iconEnd={<ChevronDown aria-hidden />}>
            Run again
          </Button>
        </MenuTrigger>
        <MenuContent>
          {wishes.map((one) => (
            <MenuItem
              key={one.wish}
              icon={<one.icon aria-hidden />}
              description={one.description}
              disabled={one.wish === "inputs" && step.tool === null}
              onSelect={() => setWish(one.wish)}
            >
              {one.label}
            </MenuItem>
          ))}
        </MenuContent>
      </Menu>
      <RerunDialog view={view} step={step} wish={wish} onClose={() => setWish(null)} />
    </>
  );
}
