"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { addServerAction, checkServerAction } from "@/app/tools/servers/actions";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import { serversQuery } from "@/lib/client/mcp-servers";
import type { FieldProblem } from "@/lib/connections/connection-form";
import type { NewServerRequest } from "@/lib/flow/read-new-server";
import {
  emptyHttp,
  emptyProgram,
  HttpFields,
  type HttpValues,
  ProgramFields,
  type ProgramValues,
} from "./reach-fields";

/** The form that adds an MCP server: by its address, or as a program of this machine. */
export function NewServer({ canStartPrograms }: { canStartPrograms: boolean }) {
  const router = useRouter();
  const client = useQueryClient();
  const [kind, setKind] = useState<"http" | "stdio">("http");
  const [title, setTitle] = useState("");
  const [http, setHttp] = useState<HttpValues>(emptyHttp);
  const [program, setProgram] = useState<ProgramValues>(emptyProgram);
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [isSaving, setSaving] = useState(false);
  const ref = useFocusInvalid(problems);
  const problemOf = (field: string) =>
    problems.find((one) => one.field === field || one.field === `reach.${field}`)?.message;
  const general = problems.filter((one) => one.field === null);

  const save = async () => {
    setSaving(true);
    try {
      const added = await addServerAction(requestOf(title, kind === "http" ? http : program));
      if (added.kind === "refused") {
        setProblems(added.problems);
        setSaving(false);
        return;
      }
      const { server } = added;
      // A program is started only after its command was confirmed, on its own page.
      if (kind === "http" && server.signIn.kind !== "oauth") await checkServerAction({ serverId: server.id });
      void client.invalidateQueries({ queryKey: serversQuery.queryKey });
      router.push(`/tools/servers/${server.id}`);
    } catch {
      setProblems([{ field: null, message: "Lamplight can't be reached. What you wrote is kept." }]);
      setSaving(false);
    }
  };

  return (
    <Page
      width="sm"
      header={
        <PageHeader
          title="Add an MCP server"
          description="Its tools are listed for you to look at. None is used before you allow it."
          breadcrumbs={[
            { label: "Tools", href: "/tools" },
            { label: "MCP servers", href: "/tools/servers" },
          ]}
        />
      }
    >
      <Card className="p-4 sm:p-5">
        <form
          ref={ref}
          className="flex flex-col gap-5"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          {general.map(({ message }) => (
            <Banner key={message} tone="danger" live="alert">
              {message}
            </Banner>
          ))}
          <Segmented
            label="Where the server is"
            options={[
              { value: "http", label: "At an address" },
              { value: "stdio", label: "A program of this machine" },
            ]}
            value={kind}
            onValueChange={(next) => {
              setKind(next);
              setProblems([]);
            }}
          />
          <Field label="Name" required hint="Its tools stand under this name." error={problemOf("title")}>
            <Input value={title} maxLength={80} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          {kind === "http" ? (
            <HttpFields values={http} onChange={setHttp} problemOf={problemOf} />
          ) : canStartPrograms ? (
            <ProgramFields values={program} onChange={setProgram} problemOf={problemOf} />
          ) : (
            <Banner tone="info" title="Programs can't be started from here">
              Lamplight has a public address, so only whoever runs it can allow this, with
              LAMPLIGHT_MCP_STDIO=on.
            </Banner>
          )}
          <div className="flex justify-end gap-2">
            <ButtonLink variant="ghost" href="/tools/servers">
              Cancel
            </ButtonLink>
            <Button
              type="submit"
              variant="primary"
              loading={isSaving}
              disabled={kind === "stdio" && !canStartPrograms}
            >
              {kind === "http" ? "Add and look at its tools" : "Add"}
            </Button>
          </div>
        </form>
      </Card>
    </Page>
  );
}

function requestOf(title: string, values: HttpValues | ProgramValues): NewServerRequest {
  if (values.kind === "http") return { title, reach: values };
  const { kind, command, folder } = values;
  const lines = values.args.split("\n");
  // The last line of a text area is mostly empty, and no argument.
  while (lines.at(-1) === "") lines.pop();
  const env = values.env.filter(({ name, value }) => name !== "" || value !== "");
  return {
    title,
    reach: { kind, command, folder, args: lines, env: env.map(({ name, value }) => ({ name, value })) },
  };
}
