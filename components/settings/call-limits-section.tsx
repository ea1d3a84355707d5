"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { setCallLimitAction } from "@/app/settings/actions";
import { RevealedText } from "@/components/approval/revealed-text";
import { toolHref } from "@/components/tools/tool-source";
import { IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { callLimitsQuery } from "@/lib/client/call-limits";
import { type CallLimits, type Limitable, limitedSchema, type SetCallLimit } from "@/lib/domain/call-limits";
import { toolIdSchema } from "@/lib/domain/ids";
import { AtOnceSelect } from "./at-once-select";
import { SettingsSection } from "./settings-section";

const kindWords: Record<Limitable["kind"], string> = {
  connection: "Connection",
  api: "API",
  "mcp-server": "MCP server",
  tool: "Tool",
};

/** How many calls of tools may be under way at once: in all, of each service, and of single ones. */
export function CallLimitsSection() {
  return (
    <SettingsSection
      id="call-limits"
      title="Calls at once"
      description="How many calls of tools may be under way at the same moment, of all runs and workers together. A call that finds no place waits; none is lost."
      failure="The limits could not be read"
      query={useQuery(callLimitsQuery)}
    >
      {(limits) => <CallLimitsCard limits={limits} />}
    </SettingsSection>
  );
}

function CallLimitsCard({ limits }: { limits: CallLimits }) {
  const set = useSetLimit();
  return (
    <Card className="flex flex-col gap-5 p-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="In all" hint="Beside that no worker makes more than 50.">
          <AtOnceSelect
            value={limits.all}
            noLimit="As many as the workers take"
            onChange={(atOnce) => set({ of: { kind: "all" }, atOnce })}
          />
        </Field>
        <Field label="Of each service" hint="A connection, an imported API or an MCP server.">
          <AtOnceSelect value={limits.each} onChange={(atOnce) => set({ of: { kind: "each" }, atOnce })} />
        </Field>
      </div>
      <Exceptions limits={limits} />
    </Card>
  );
}

/** Sets a limit on the server, then looks at what holds; says when it failed. */
function useSetLimit() {
  const client = useQueryClient();
  return async (limit: SetCallLimit) => {
    try {
      await setCallLimitAction(limit);
    } catch {
      toast.error("The limit could not be saved. Try again.");
    }
    await client.invalidateQueries({ queryKey: callLimitsQuery.queryKey });
  };
}

function Exceptions({ limits: { each, exceptions, services } }: { limits: CallLimits }) {
  const set = useSetLimit();
  const setFor = ({ kind, id }: Limitable, atOnce: number | null) =>
    set({ of: limitedSchema.parse({ kind, id }), atOnce });
  return (
    <div className="flex flex-col gap-3 border-t pt-4">
      <h3 className="font-medium text-sm">Limits of their own</h3>
      {exceptions.length > 0 ? (
        <ul className="flex flex-col gap-2">
          {exceptions.map((one) => (
            <li key={one.id} className="flex items-center gap-2 text-sm">
              <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
                <Name of={one} />
                <span className="text-text-muted text-xs">{kindWords[one.kind]}</span>
              </span>
              <AtOnceSelect
                size="sm"
                className="w-32 shrink-0"
                aria-label={`Calls of ${one.title} at once`}
                value={one.atOnce}
                onChange={(atOnce) => setFor(one, atOnce)}
              />
              <IconButton
                size="sm"
                label={`Take back the limit of ${one.title}`}
                onClick={() => setFor(one, null)}
              >
                <X />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      {services.length > 0 ? (
        <Field
          label="Give a service its own limit"
          hint={`It begins with ${each}. A tool is given one on its page, under Calls.`}
        >
          <Combobox
            shown={null}
            value={null}
            placeholder="Choose a service…"
            options={services.map(({ id, kind, title }) => ({
              ...{ value: id, label: title, description: kindWords[kind] },
            }))}
            onChoose={(id) => {
              const chosen = services.find((one) => one.id === id);
              if (chosen) void setFor(chosen, each);
            }}
          />
        </Field>
      ) : null}
    </div>
  );
}

function Name({ of: { kind, id, title } }: { of: Limitable }) {
  const name = <RevealedText text={title} />;
  if (kind !== "tool") return <span className="min-w-0 break-words font-medium">{name}</span>;
  return (
    <Link
      href={toolHref(toolIdSchema.parse(id))}
      className="min-w-0 break-words font-medium text-accent-text underline underline-offset-2"
    >
      {name}
    </Link>
  );
}
