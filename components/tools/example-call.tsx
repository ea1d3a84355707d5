import { CodeBlock } from "@/components/ui/code-block";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { ExampleCall as Call } from "@/lib/flow/describe-tool";

/** A call as it would be: the HTTP request of an API's operation, the inputs of any other tool. */
export function ExampleCall({ call: { inputs, request } }: { call: Call }) {
  const json = JSON.stringify(inputs, null, 2);
  if (!request) return <CodeBlock title="Inputs" code={json} maxHeight={320} />;
  return (
    <Tabs defaultValue="http">
      <TabsList variant="segmented" aria-label="Form of the example">
        <TabsTrigger value="http">HTTP</TabsTrigger>
        <TabsTrigger value="curl">curl</TabsTrigger>
        <TabsTrigger value="inputs">Inputs</TabsTrigger>
      </TabsList>
      <TabsContent value="http" className="pt-2">
        <CodeBlock code={request.http} maxHeight={320} />
      </TabsContent>
      <TabsContent value="curl" className="pt-2">
        <CodeBlock code={request.curl} maxHeight={320} />
      </TabsContent>
      <TabsContent value="inputs" className="pt-2">
        <CodeBlock code={json} maxHeight={320} />
      </TabsContent>
    </Tabs>
  );
}

export function ExampleCallSkeleton() {
  return <Skeleton className="h-40" />;
}
