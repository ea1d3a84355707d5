"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type StartedImport, startImportAction } from "@/app/tools/import/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Input } from "@/components/ui/input";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import { ApiError } from "@/lib/client/api";
import { uploadDocument } from "@/lib/client/upload-file";
import { type ImportSource, maxDocumentBytes } from "@/lib/domain/api-import";

/** Where an API's document comes from: an address, a file, or pasted. Reading it imports nothing yet. */
export function ImportStart({ into }: { into?: { id: string; title: string } }) {
  const router = useRouter();
  const [address, setAddress] = useState("");
  const [pasted, setPasted] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isWorking, setWorking] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const begin = async (start: () => Promise<StartedImport>) => {
    setWorking(true);
    setProblem(null);
    try {
      const started = await start();
      if (started.kind === "started") {
        router.push(`/tools/import/${started.id}`);
        return;
      }
      setProblem(started.message);
    } catch (error) {
      setProblem(
        error instanceof ApiError ? error.message : "Lamplight can't be reached. Try again in a moment.",
      );
    }
    setWorking(false);
    setShare(null);
  };
  const send = (file: File) =>
    begin(async () => {
      const { id } = await uploadDocument(file, { into: into?.id, onProgress: setShare });
      return { kind: "started", id };
    });
  return (
    <div className="flex flex-col gap-4">
      {problem ? (
        <Banner tone="danger" live="alert">
          {problem}
        </Banner>
      ) : null}
      <Card className="p-4 sm:p-5">
        <Tabs defaultValue="address" className="flex flex-col gap-4">
          <TabsList>
            <TabsTrigger value="address">Address</TabsTrigger>
            <TabsTrigger value="file">File</TabsTrigger>
            <TabsTrigger value="paste">Paste</TabsTrigger>
          </TabsList>
          <TabsContent value="address">
            <form
              className="flex flex-col gap-4"
              onSubmit={(event) => {
                event.preventDefault();
                const source: ImportSource = { kind: "address", address: address.trim() };
                void begin(() => startImportAction({ source, into: into?.id }));
              }}
            >
              <Field
                label="Address of the document"
                hint="OpenAPI or Swagger, JSON or YAML. Only public addresses are fetched."
              >
                <Input
                  type="url"
                  required
                  mono
                  value={address}
                  placeholder="https://api.example.com/openapi.json"
                  onChange={(event) => setAddress(event.target.value)}
                />
              </Field>
              <Button type="submit" variant="primary" className="self-end" loading={isWorking}>
                Read the document
              </Button>
            </form>
          </TabsContent>
          <TabsContent value="file">
            <FileDrop
              accept=".json,.yaml,.yml"
              hint="An OpenAPI or Swagger document, up to 48 MB of JSON or 10 MB of YAML"
              maxBytes={maxDocumentBytes}
              progress={isWorking ? share && 100 * share : undefined}
              onFiles={([file]) => file && void send(file)}
            />
          </TabsContent>
          <TabsContent value="paste" className="flex flex-col gap-4">
            <Field label="Document, JSON or YAML">
              <Textarea
                mono
                minRows={10}
                maxRows={20}
                value={pasted}
                onChange={(event) => setPasted(event.target.value)}
              />
            </Field>
            <Button
              variant="primary"
              className="self-end"
              loading={isWorking}
              disabled={pasted.trim() === ""}
              onClick={() => void send(new File([pasted], ""))}
            >
              Read the document
            </Button>
          </TabsContent>
        </Tabs>
      </Card>
      {into ? null : (
        <p className="flex flex-wrap items-center gap-2 text-text-muted">
          No document at hand?
          <ButtonLink size="sm" href="/tools/directory">
            Browse the API directory
          </ButtonLink>
        </p>
      )}
    </div>
  );
}
