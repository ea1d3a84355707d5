"use client";

import { Search, SearchX, Wrench } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { allowToolsAction, forbidToolsAction } from "@/app/tools/servers/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { Effect } from "@/lib/domain/effect";
import type { ServerTool, ServerToolState } from "@/lib/domain/mcp-server";
import { ServerToolRow } from "./server-tool-row";

/** What waits for a look comes first. */
const order: Record<ServerToolState, number> = { changed: 0, gone: 1, new: 2, allowed: 3, unusable: 4 };
const shownAtOnce = 60;

/** The tools of a server: chosen, given an effect, and allowed together. */
export function ServerTools(props: { serverId: string; tools: ServerTool[]; onChanged: () => void }) {
  const { serverId, tools, onChanged } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [effects, setEffects] = useState<Readonly<Record<string, Effect>>>({});
  const [query, setQuery] = useState("");
  const [shown, setShown] = useState(shownAtOnce);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const search = useDeferredValue(query.trim().toLowerCase());
  const found = useMemo(() => findTools(tools, search), [tools, search]);
  const open = found.filter(({ state }) => state === "new" || state === "changed");
  const waiting = tools.filter(({ id, state }) => chosen.has(id) && (state === "new" || state === "changed"));
  const effectOf = (tool: ServerTool): Effect => effects[tool.id] ?? tool.effect ?? tool.hintedEffect;

  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      onChanged();
    } catch {
      setFailure("Lamplight can't be reached. Nothing was changed.");
    }
    setBusy(false);
  };
  const allow = () =>
    act(async () => {
      const wanted = waiting.map((tool) => ({
        name: tool.listed.name,
        pin: tool.pin,
        effect: effectOf(tool),
      }));
      const allowed = await allowToolsAction({ serverId, tools: wanted });
      if (allowed.kind === "not-found") return setFailure("This server is not there any more.");
      setChosen(new Set());
      if (allowed.outdated.length > 0) {
        const names = allowed.outdated.slice(0, 5).join(", ");
        setFailure(`Changed while you looked, so not allowed: ${names}. Look again.`);
      } else
        toast.success(
          `${wanted.length === 1 ? "One tool is" : `${wanted.length} tools are`} in the catalogue now.`,
        );
    });
  const forbid = (name: string) => act(() => forbidToolsAction({ serverId, names: [name] }));
  const choose = (ids: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) isChosen ? next.add(id) : next.delete(id);
    setChosen(next);
  };

  if (tools.length === 0) {
    return (
      <EmptyState
        icon={<Wrench />}
        title="It lists no tools"
        description="When it does, look again to see them here."
      />
    );
  }
  const chosenCount = open.filter(({ id }) => chosen.has(id)).length;
  return (
    <section aria-label="Tools" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-base">
          {tools.length} {tools.length === 1 ? "tool" : "tools"}
        </h2>
        {tools.length > 8 && (
          <Input
            type="search"
            size="sm"
            icon={<Search aria-hidden />}
            aria-label="Find a tool of this server"
            placeholder="Find a tool"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="w-56"
          />
        )}
      </div>
      {failure ? (
        <Banner tone="danger" live="alert">
          {failure}
        </Banner>
      ) : null}
      <Card className="overflow-hidden">
        {open.length > 0 && (
          <div className="sticky top-(--shell-top) z-10 flex flex-wrap items-center gap-3 border-b bg-surface px-4 py-2.5">
            <Checkbox
              label={open.length === 1 ? "The one to look at" : `All ${open.length} to look at`}
              checked={chosenCount === open.length ? true : chosenCount > 0 ? "indeterminate" : false}
              onCheckedChange={(checked) =>
                choose(
                  open.map(({ id }) => id),
                  checked === true,
                )
              }
            />
            <Button
              variant="primary"
              size="sm"
              className="ml-auto"
              loading={isBusy}
              disabled={waiting.length === 0}
              onClick={() => void allow()}
            >
              {waiting.length === 0 ? "Allow" : `Allow ${waiting.length}`}
            </Button>
          </div>
        )}
        <ul className="divide-y divide-border">
          {found.slice(0, shown).map((tool) => (
            <ServerToolRow
              key={tool.id}
              tool={tool}
              effect={effectOf(tool)}
              onEffect={(effect) => setEffects({ ...effects, [tool.id]: effect })}
              isChosen={chosen.has(tool.id)}
              onChoose={(isChosen) => choose([tool.id], isChosen)}
              onForbid={() => void forbid(tool.listed.name)}
            />
          ))}
        </ul>
        {found.length === 0 && (
          <EmptyState compact icon={<SearchX />} title="No tool of this server has these words" />
        )}
        {found.length > shown && (
          <div className="flex justify-center border-t p-3">
            <Button size="sm" onClick={() => setShown(shown + 200)}>
              Show more ({found.length - shown} left)
            </Button>
          </div>
        )}
      </Card>
    </section>
  );
}

function findTools(tools: readonly ServerTool[], search: string): ServerTool[] {
  const words = search.split(/\s+/).filter(Boolean);
  return tools
    .filter(({ listed }) => {
      const text = `${listed.name} ${listed.title ?? ""} ${listed.description ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => order[a.state] - order[b.state]);
}
