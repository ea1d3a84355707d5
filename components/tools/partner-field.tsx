import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { revealText } from "@/components/approval/reveal-text";
import { RevealedText } from "@/components/approval/revealed-text";
import { Combobox } from "@/components/ui/combobox";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Field } from "@/components/ui/field";
import { catalogueQuery } from "@/lib/client/tools";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { ToolIcon } from "./tool-icon";

/** A text in which nothing is hidden, where only a text can be shown. */
export const plain = (text: string) =>
  revealText(text, { multiline: false })
    .map((piece) => piece.text)
    .join("");

/** Another tool of the same API or server, which does something about a call of this one. */
export function PartnerField(props: {
  label: string;
  tool: Tool;
  /** Which of the others can do it. */
  canBe: (other: Pick<Tool, "effect">) => boolean;
  emptyText: string;
  chosen: ToolId | null;
  /** The chosen one, once it has been read. */
  by: Tool | null;
  onChoose: (toolId: ToolId) => Promise<void>;
}) {
  const { label, tool, canBe, emptyText, chosen, by, onChoose } = props;
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const { data, isFetching } = useInfiniteQuery(
    catalogueQuery({ query, source: tool.source.kind, sourceId: importedFrom(tool)?.id }),
  );
  const tools = (data?.pages ?? []).flatMap((page) => page.tools).map((found) => found.tool);
  const offered = tools.filter((other) => other.id !== tool.id && !other.off && canBe(other));
  return (
    <Field label={label} required>
      <Combobox
        required
        shown={by ? <RevealedText text={by.title} /> : chosen}
        value={chosen}
        onChoose={(id) => void onChoose(toolIdSchema.parse(id))}
        onSearch={setText}
        loading={isFetching}
        searchPlaceholder="Search its tools"
        emptyText={emptyText}
        options={offered.map(({ id, title, effect, icon, source }) => ({
          value: id,
          label: plain(title),
          description: plain(
            source.kind === "openapi" ? `${source.method.toUpperCase()} ${source.path}` : id,
          ),
          icon: <ToolIcon name={icon} />,
          end: <EffectBadge effect={effect} />,
        }))}
      />
    </Field>
  );
}
