"use client";

import { Play, Power, SlidersHorizontal } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EffectBadge } from "@/components/ui/effect-badge";
import { keepInAddress } from "@/components/ui/keep-in-address";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { offProblem, type Tool } from "@/lib/domain/tool";
import type { ToolDescription } from "@/lib/flow/describe-tool";
import type { Try } from "@/lib/flow/try-tool";
import { EditTool } from "./edit-tool";
import { SchemaView } from "./schema-view";
import { ToolFacts } from "./tool-facts";
import { ToolHistory } from "./tool-history";
import { ToolIcon } from "./tool-icon";
import { sourceWords } from "./tool-source";
import { ToolUsage } from "./tool-usage";
import { TryTool } from "./try-tool";
import { useDescription } from "./use-description";
import { useToolEdit } from "./use-tool-edit";

type View = "about" | "try" | "history";

/** Everything about one tool, and a form to try it; the view and the try are in the address. */
export function ToolPage(props: { description: ToolDescription; example: ReactNode; given: Try | null }) {
  const { example, given } = props;
  const [description, refresh] = useDescription(props.description);
  const { tool, connection, versions, usage, edits } = description;
  const [view, setView] = useView();
  const [isEditing, setEditing] = useState(false);
  const form = useFocusOnTry(view);
  const isConnected = tool.connectionKind === null || connection !== null;
  const isImported = tool.source.kind !== "builtin" && tool.source.kind !== "plan";
  return (
    <Page
      header={
        <PageHeader
          breadcrumbs={[{ label: "Tools", href: "/tools" }]}
          title={
            <span className="flex items-center gap-2.5">
              <span className="grid size-8 shrink-0 place-items-center rounded-md border bg-surface text-text-muted">
                <ToolIcon name={tool.icon} />
              </span>
              <RevealedText text={tool.title} />
            </span>
          }
          badge={
            <>
              <EffectBadge effect={tool.effect} size="md" />
              {edits ? <Badge size="md">Edited</Badge> : null}
            </>
          }
          description={<RevealedText text={sourceWords(tool)} />}
          actions={
            <>
              {isImported ? (
                <Button icon={<SlidersHorizontal aria-hidden />} onClick={() => setEditing(true)}>
                  Edit
                </Button>
              ) : null}
              {view === "try" ? null : (
                <Button variant="primary" icon={<Play aria-hidden />} onClick={() => form.show(setView)}>
                  Try it
                </Button>
              )}
            </>
          }
        />
      }
    >
      <OffBanner tool={tool} onChange={refresh} />
      <div className="grid min-w-0 gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_280px]">
        <Tabs value={view} onValueChange={(next) => setView(next as View)} className="min-w-0">
          <TabsList aria-label="Parts of the tool">
            <TabsTrigger value="about">About</TabsTrigger>
            <TabsTrigger value="try">Try it</TabsTrigger>
            <TabsTrigger value="history" count={versions.length}>
              Versions and use
            </TabsTrigger>
          </TabsList>
          <TabsContent value="about">
            <About tool={tool} example={example} />
          </TabsContent>
          {/* Stays there while another part is looked at: a run goes on, and what was typed is kept. */}
          <TabsContent ref={form.ref} value="try" forceMount className="data-[state=inactive]:hidden">
            <TryTool
              tool={tool}
              isConnected={isConnected}
              given={given}
              onStart={(runId) => keepInAddress({ run: runId })}
              onChange={() => void refresh()}
            />
          </TabsContent>
          <TabsContent value="history" className="flex flex-col gap-8">
            <ToolUsage usage={usage} />
            <Part title="Versions">
              <ToolHistory versions={versions} />
            </Part>
          </TabsContent>
        </Tabs>
        <aside aria-label="In short" className="min-w-0">
          <ToolFacts description={description} onChange={refresh} />
        </aside>
      </div>
      {isImported ? (
        <EditTool description={description} isOpen={isEditing} onOpenChange={setEditing} onChange={refresh} />
      ) : null}
    </Page>
  );
}

function About({ tool, example }: { tool: Tool; example: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <div className="flex flex-col gap-3">
        <p className="max-w-[70ch] whitespace-pre-line text-pretty break-words text-base leading-6">
          {tool.description ? (
            <RevealedText text={tool.description} multiline />
          ) : (
            <span className="text-text-muted">It comes without a description.</span>
          )}
        </p>
        {tool.examples.length > 0 ? (
          <ul aria-label="Goals it serves" className="flex flex-wrap gap-1.5">
            {tool.examples.map((text) => (
              <li
                key={text}
                className="max-w-full break-words rounded-md bg-pressed px-2 py-1 text-text-muted text-xs"
              >
                “<RevealedText text={text} />”
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <Part title="Inputs">
        <SchemaView schema={tool.input} control={tool.controlInputs} emptyText="It needs no inputs." />
      </Part>
      <Part title="What it gives">
        <SchemaView schema={tool.output} isOutput emptyText="Its documentation doesn't say." />
      </Part>
      <Part title="Example call">{example}</Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h2 className="font-semibold text-sm">{title}</h2>
      {children}
    </section>
  );
}

function OffBanner({ tool, onChange }: { tool: Tool; onChange: () => Promise<void> }) {
  const edit = useToolEdit(tool, onChange);
  const problem = offProblem(tool);
  if (problem === null) return null;
  return (
    <Banner
      tone="warning"
      className="mb-6"
      title={tool.off === "by-person" ? "Switched off" : "Held back"}
      actions={
        tool.off === "by-person" ? (
          <Button
            size="sm"
            icon={<Power aria-hidden />}
            loading={edit.isSaving}
            onClick={() => void edit.save({ off: null })}
          >
            Switch on
          </Button>
        ) : tool.source.kind === "mcp" ? (
          <ButtonLink size="sm" href={`/tools/servers/${tool.source.serverId}`}>
            Look at the change
          </ButtonLink>
        ) : undefined
      }
    >
      {tool.off === "by-person" ? "It is not offered, and no plan that uses it runs." : problem}
    </Banner>
  );
}

/** “Try it” goes away when it is pressed; the keyboard goes on in the form. */
function useFocusOnTry(view: View) {
  const ref = useRef<HTMLDivElement>(null);
  const isAsked = useRef(false);
  useEffect(() => {
    if (view !== "try" || !isAsked.current) return;
    isAsked.current = false;
    const [first] =
      ref.current?.querySelectorAll<HTMLElement>("input, textarea, select, [role=combobox], [type=submit]") ??
      [];
    first?.focus();
  }, [view]);
  return {
    ref,
    show: (setView: (view: View) => void) => {
      isAsked.current = true;
      setView("try");
    },
  };
}

/** The part that is shown, kept in the address. */
function useView(): [View, (view: View) => void] {
  const asked = useSearchParams().get("view");
  const [view, setView] = useState<View>(asked === "try" || asked === "history" ? asked : "about");
  const show = (next: View) => {
    setView(next);
    keepInAddress({ view: next === "about" ? null : next });
  };
  return [view, show];
}
