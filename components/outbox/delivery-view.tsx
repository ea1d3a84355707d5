"use client";

import { ArrowLeft, Download } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { fileSizeText } from "@/components/ui/file-size";
import { KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Segmented } from "@/components/ui/segmented";
import type { Delivery } from "@/lib/domain/delivery";
import { channels } from "./delivery-row";

/** A delivery as its reader saw it. */
export function DeliveryView({ delivery, onBack }: { delivery: Delivery; onBack: () => void }) {
  const [form, setForm] = useState<"html" | "text">(delivery.html ? "html" : "text");
  return (
    <article
      aria-label={delivery.subject ?? "Message"}
      className="mx-auto flex max-w-3xl flex-col gap-5 p-4 sm:p-6"
    >
      <header className="flex items-start gap-2">
        <IconButton label="Back to the list" className="md:hidden" onClick={onBack}>
          <ArrowLeft />
        </IconButton>
        <h2 className="min-w-0 flex-1 text-balance break-words font-semibold text-xl">
          {delivery.subject ?? channels[delivery.channel].word}
        </h2>
        {delivery.html && (
          <Segmented
            label="Form"
            options={[
              { value: "html", label: "As sent" },
              { value: "text", label: "Text" },
            ]}
            value={form}
            onValueChange={setForm}
            size="sm"
          />
        )}
      </header>
      <KeyValueList
        labelWidth="64px"
        items={[
          { label: "From", value: delivery.from },
          {
            label: "To",
            value: (
              <ul aria-label="Recipients">
                {delivery.to.map((address) => (
                  <li key={address}>{address}</li>
                ))}
              </ul>
            ),
          },
          { label: "Arrived", value: <RelativeTime date={delivery.receivedAt} format="date" /> },
        ]}
      />
      {form === "html" && delivery.html ? (
        <HtmlBody html={delivery.html} title={delivery.subject ?? "Message"} />
      ) : (
        <p className="whitespace-pre-wrap break-words rounded-lg border border-border bg-surface p-4 text-base">
          {delivery.text}
        </p>
      )}
      {delivery.attachments.length > 0 && (
        <ul aria-label="Attachments" className="flex flex-wrap gap-2">
          {delivery.attachments.map((file) => (
            <li key={file.fileId}>
              <a
                href={`/api/files/${file.fileId}`}
                download={file.name}
                className="flex items-center gap-2 rounded-md border border-border bg-surface px-3 py-2 text-sm hover:border-border-strong"
              >
                <Download aria-hidden className="size-4 text-text-subtle" />
                {file.name}
                <span className="text-text-subtle text-xs tabular-nums">{fileSizeText(file.sizeBytes)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

/**
 * HTML that was sanitised when it arrived, in a frame that may do nothing: no scripts, no forms, no outside resources
 * (N7). It keeps the white ground that mail is written for.
 */
function HtmlBody({ html, title }: { html: string; title: string }) {
  const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
  const document = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style>body{font:14px/1.5 system-ui,sans-serif;color:#222;background:#fff;margin:20px;overflow-wrap:anywhere}table{border-collapse:collapse}td,th{padding:4px 10px;border-bottom:1px solid #ddd}img{max-width:100%}</style>${html}`;
  return (
    <iframe
      title={title}
      sandbox=""
      srcDoc={document}
      className="h-[60dvh] min-h-80 w-full rounded-lg border border-border bg-white"
    />
  );
}
