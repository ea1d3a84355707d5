import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Suspense } from "react";
import { ExampleCall, ExampleCallSkeleton } from "@/components/tools/example-call";
import { ToolPage } from "@/components/tools/tool-page";
import { runIdSchema, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { describeTool, exampleCall } from "@/lib/flow/describe-tool";
import { findTry } from "@/lib/flow/try-tool";

interface Props {
  params: Promise<{ toolId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Once per request: the title and the page need the same. */
const load = cache(async (text: string) => {
  const toolId = toolIdSchema.safeParse(decodeURIComponent(text));
  return toolId.success ? describeTool(toolId.data) : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const description = await load((await params).toolId);
  return { title: description?.tool.title ?? "Tool" };
}

/** One tool: what it does, how it is called, what became of it; and a form to try it. */
export default async function ToolRoute({ params, searchParams }: Props) {
  const description = (await load((await params).toolId)) ?? notFound();
  const { tool } = description;
  return (
    <ToolPage
      key={tool.id}
      description={description}
      given={await givenTry(tool.id, (await searchParams).run)}
      example={
        <Suspense fallback={<ExampleCallSkeleton />}>
          <Example tool={tool} />
        </Suspense>
      }
    />
  );
}

/** The try whose run the address names. */
async function givenTry(toolId: ToolId, text: unknown) {
  const runId = runIdSchema.safeParse(text);
  return runId.success ? findTry({ toolId, runId: runId.data }) : null;
}

/** By itself, as the document of its API may be large. */
async function Example({ tool }: { tool: Tool }) {
  return <ExampleCall call={await exampleCall(tool)} />;
}
