"use client";

import { type ReactNode, useState } from "react";
import { hidesSomething } from "@/components/approval/reveal-text";
import { RevealedText } from "@/components/approval/revealed-text";
import { Markdown } from "@/components/ui/markdown";
import { Segmented } from "@/components/ui/segmented";
import type { JsonObject, JsonSchema } from "@/lib/domain/json";
import { ExactValue } from "./exact-value";
import { TextBlock } from "./text-block";

/** The inputs that make the head of a mail, in the order in which mail programs show them. */
const headInputs = ["to", "cc", "bcc", "replyTo", "subject"];

/** True for the inputs of a tool that sends mail: addresses, a subject, a text. */
export function isMail(schema: JsonSchema): boolean {
  const { to, subject, text } = schema.properties ?? {};
  return to?.items?.format === "email" && subject !== undefined && text?.format === "text";
}

/** The inputs `MailView` shows; the others are the caller's to show. */
export function mailInputs(inputs: JsonObject): string[] {
  return [...headInputs, "text"].filter((name) => Object.hasOwn(inputs, name));
}

export interface MailViewProps {
  inputs: JsonObject;
  schema: JsonSchema;
  /** Stands beside an input's name: where its value comes from. */
  mark?: (input: string) => ReactNode;
}

/** A mail as it will look, with every address; its text also exactly as it is sent. */
export function MailView({ inputs, schema, mark }: MailViewProps) {
  const head = headInputs.filter((name) => Object.hasOwn(inputs, name));
  const { text } = inputs;
  const titleOf = (name: string) => schema.properties?.[name]?.title ?? name;
  return (
    <div className="min-w-0 overflow-hidden rounded-md border bg-surface">
      <dl className="divide-y text-sm">
        {head.map((name) => {
          const value = inputs[name] ?? null;
          return (
            <div key={name} className="px-3 py-2">
              <dt className="mb-0.5 flex min-h-5 flex-wrap items-center justify-between gap-x-3 text-text-subtle text-xs">
                <span>
                  {titleOf(name)}
                  {Array.isArray(value) && value.length > 1 ? (
                    <span className="tabular-nums"> · {value.length} addresses</span>
                  ) : null}
                </span>
                {mark?.(name)}
              </dt>
              <dd className={name === "subject" ? "break-words font-medium" : "break-words"}>
                <ExactValue value={value} schema={schema.properties?.[name] ?? {}} label={titleOf(name)} />
              </dd>
            </div>
          );
        })}
      </dl>
      {typeof text === "string" ? (
        <MailText text={text} label={titleOf("text")} mark={mark?.("text")} />
      ) : null}
    </div>
  );
}

function MailText({ text, label, mark }: { text: string; label: string; mark: ReactNode }) {
  // Formatting drops what it can't draw, so a text that hides something begins as it is.
  const [form, setForm] = useState<"look" | "exact">(
    hidesSomething(text, { multiline: true }) ? "exact" : "look",
  );
  const links = form === "look" ? linksIn(text) : [];
  return (
    <div className="border-t px-3 py-2">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-text-subtle text-xs">
        <span>{label}</span>
        {mark}
      </div>
      {form === "look" ? (
        <div
          role="group"
          aria-label={`${label}, as it will look`}
          tabIndex={0}
          className="scroll-thin max-h-80 overflow-auto rounded-md border px-3 py-2 outline-offset-[-2px]"
        >
          <Markdown>{text}</Markdown>
        </div>
      ) : (
        <TextBlock text={text} label={`${label}, exactly as sent`} />
      )}
      {links.length > 0 ? (
        <div className="mt-2 rounded-md bg-surface-sunken px-2.5 py-1.5 text-xs">
          <p className="text-text-subtle">Links lead to</p>
          <ul>
            {links.map((link) => (
              <li key={link} className="break-all">
                <RevealedText text={link} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Segmented
        size="sm"
        label="Form of the message"
        value={form}
        onValueChange={setForm}
        options={[
          { value: "look", label: "As it will look" },
          { value: "exact", label: "Exact text" },
        ]}
        className="mt-2"
      />
    </div>
  );
}

/** Where the links of a Markdown text lead; their words may say something else. */
function linksIn(text: string): string[] {
  const targets = [
    ...text.matchAll(/\]\(\s*<?([^)\s>]+)/g),
    ...text.matchAll(/^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm),
    ...text.matchAll(/(?:href|src)\s*=\s*["']?([^"'\s>]+)/gi),
  ];
  return [...new Set(targets.map((match) => match[1] ?? ""))].filter((target) => target !== "");
}
