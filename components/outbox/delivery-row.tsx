import { Hash, type LucideIcon, Mail, Paperclip, Smartphone } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Delivery } from "@/lib/domain/delivery";

export const channels: Record<Delivery["channel"], { icon: LucideIcon; word: string }> = {
  email: { icon: Mail, word: "E-mail" },
  chat: { icon: Hash, word: "Chat" },
  sms: { icon: Smartphone, word: "SMS" },
};

/** One delivery in the list. */
export function DeliveryRow(props: { delivery: Delivery; isChosen: boolean; onChoose: () => void }) {
  const { delivery, isChosen, onChoose } = props;
  const { icon: Icon, word } = channels[delivery.channel];
  const [first, ...more] = delivery.to;
  return (
    <li className="border-border border-b">
      <button
        type="button"
        aria-current={isChosen || undefined}
        onClick={onChoose}
        className={cn(
          "flex w-full gap-3 px-4 py-3 text-left hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus",
          isChosen && "bg-accent-soft",
        )}
      >
        <Icon aria-label={word} className="mt-0.5 size-4 shrink-0 text-text-subtle" />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-medium text-sm">
              {first}
              {more.length > 0 && <span className="text-text-muted"> and {more.length} more</span>}
            </span>
            {delivery.attachments.length > 0 && (
              <Paperclip aria-label="Has attachments" className="size-3 shrink-0 text-text-subtle" />
            )}
            <span className="shrink-0 text-text-subtle text-xs">
              <RelativeTime date={delivery.receivedAt} />
            </span>
          </span>
          {delivery.subject && <span className="block truncate text-sm">{delivery.subject}</span>}
          <span className="block truncate text-text-muted text-xs">{delivery.text}</span>
        </span>
      </button>
    </li>
  );
}
