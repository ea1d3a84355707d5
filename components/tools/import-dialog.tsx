"use client";

import { useState } from "react";
import { importToolsAction } from "@/app/tools/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Input } from "@/components/ui/input";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import type { ImportedTools } from "@/lib/flow/import-tools";

type Imported = Extract<ImportedTools, { kind: "imported" }>;

/** Turns an OpenAPI document, by address, file or paste, into tools. */
export function ImportDialog(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onImported: () => void;
}) {
  const [imported, setImported] = useState<Imported | null>(null);
  return (
    <Dialog
      open={props.isOpen}
      onOpenChange={(isOpen) => {
        props.onOpenChange(isOpen);
        if (!isOpen) setImported(null);
      }}
    >
      <DialogContent
        size="lg"
        title={imported ? `${imported.title} is imported` : "Import an API"}
        description={
          imported
            ? `${imported.tools.length} tools were added. Importing calls nothing; each tool runs only in a plan you review.`
            : "Give its OpenAPI 3 document. Every operation becomes a tool."
        }
      >
        {imported ? (
          <ImportResult imported={imported} onClose={() => props.onOpenChange(false)} />
        ) : (
          <ImportForm
            onImported={(result) => {
              setImported(result);
              props.onImported();
            }}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

function ImportForm({ onImported }: { onImported: (imported: Imported) => void }) {
  const [address, setAddress] = useState("");
  const [document, setDocument] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isWorking, setWorking] = useState(false);
  const importFrom = async (request: { address: string } | { document: string }) => {
    setWorking(true);
    setProblem(null);
    try {
      const result = await importToolsAction(request);
      if (result.kind === "imported") onImported(result);
      else setProblem(result.message);
    } catch {
      setProblem("Lamplight can't be reached. Try again in a moment.");
    } finally {
      setWorking(false);
    }
  };
  return (
    <Tabs defaultValue="address" className="flex flex-col gap-4">
      <TabsList>
        <TabsTrigger value="address">Address</TabsTrigger>
        <TabsTrigger value="file">File</TabsTrigger>
        <TabsTrigger value="paste">Paste</TabsTrigger>
      </TabsList>
      {problem && (
        <Banner tone="danger" live="alert">
          {problem}
        </Banner>
      )}
      <TabsContent value="address">
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void importFrom({ address: address.trim() });
          }}
        >
          <Field label="Address of the document" hint="Only public addresses are fetched.">
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
            Import
          </Button>
        </form>
      </TabsContent>
      <TabsContent value="file">
        <FileDrop
          accept=".json,.yaml,.yml"
          hint="An OpenAPI document, JSON or YAML, up to 10 MB"
          maxBytes={10_000_000}
          progress={isWorking ? null : undefined}
          onFiles={([file]) => file && void file.text().then((text) => importFrom({ document: text }))}
        />
      </TabsContent>
      <TabsContent value="paste" className="flex flex-col gap-4">
        <Field label="Document, JSON or YAML">
          <Textarea
            mono
            minRows={10}
            maxRows={16}
            value={document}
            onChange={(event) => setDocument(event.target.value)}
          />
        </Field>
        <Button
          variant="primary"
          className="self-end"
          loading={isWorking}
          disabled={document.trim() === ""}
          onClick={() => void importFrom({ document })}
        >
          Import
        </Button>
      </TabsContent>
    </Tabs>
  );
}

function ImportResult({ imported, onClose }: { imported: Imported; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      {imported.warnings.length > 0 && (
        <Banner tone="warning" title={`${imported.warnings.length} things to know`}>
          <ul className="max-h-32 overflow-y-auto">
            {imported.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Banner>
      )}
      <ul
        aria-label="Imported tools"
        className="flex max-h-80 flex-col divide-y divide-border overflow-y-auto rounded-lg border border-border"
      >
        {imported.tools.map((tool) => (
          <li key={tool.id} className="flex items-center gap-3 px-3 py-2 text-sm">
            <span className="min-w-0 flex-1 truncate">{tool.title}</span>
            <EffectBadge effect={tool.effect} />
          </li>
        ))}
      </ul>
      <Button variant="primary" className="self-end" onClick={onClose}>
        Done
      </Button>
    </div>
  );
}
