"use client";

import { Command as Palette } from "cmdk";
import { PanelLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { type Command, useCommandPalette } from "./commands";
import { navigation } from "./navigation";
import { themeChoices } from "./theme-toggle";
import { toggleSidebar } from "./use-sidebar";

export function CommandPalette() {
  const { commands, isOpen, setOpen, toggle } = useCommandPalette();
  const everywhere = useEverywhereCommands();

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
      event.preventDefault();
      toggle();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [toggle]);

  const groups = Map.groupBy([...commands, ...everywhere], (command) => command.group ?? "This page");
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogContent title="Command palette" hideTitle size="md" className="sm:max-w-[560px]">
        <Palette loop label="Command palette" className="flex flex-col">
          <div className="flex items-center gap-2.5 border-b px-4">
            <Search aria-hidden className="size-4 shrink-0 text-text-subtle" />
            <Palette.Input
              placeholder="Type a command or search…"
              className="h-12 w-full min-w-0 bg-transparent text-base outline-none placeholder:text-text-subtle"
            />
            <Kbd keys={["esc"]} className="text-text-subtle" />
          </div>
          <Palette.List className="scroll-thin max-h-[min(60dvh,380px)] overflow-y-auto p-1.5">
            <Palette.Empty className="py-8 text-center text-text-subtle">No command fits</Palette.Empty>
            {[...groups].map(([heading, members]) => (
              <Palette.Group
                key={heading}
                heading={heading}
                className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-text-subtle"
              >
                {members.map((command) => (
                  <PaletteItem key={command.id} command={command} onDone={() => setOpen(false)} />
                ))}
              </Palette.Group>
            ))}
          </Palette.List>
        </Palette>
      </DialogContent>
    </Dialog>
  );
}

function PaletteItem({ command, onDone }: { command: Command; onDone: () => void }) {
  return (
    <Palette.Item
      value={command.id}
      keywords={[command.label, ...(command.keywords ?? [])]}
      disabled={command.disabled}
      onSelect={() => {
        onDone();
        command.run();
      }}
      className="flex min-h-9 select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[disabled=true]:opacity-45 data-[selected=true]:bg-hover max-sm:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-text-subtle"
    >
      {command.icon}
      <span className="min-w-0 flex-1 truncate">{command.label}</span>
      {command.shortcut ? <Kbd keys={command.shortcut} className="text-text-subtle" /> : null}
    </Palette.Item>
  );
}

function useEverywhereCommands(): Command[] {
  const router = useRouter();
  const { setTheme } = useTheme();
  return [
    ...navigation.map(({ href, label, keywords, icon: Icon }) => ({
      id: `go ${href}`,
      label,
      group: "Go to",
      keywords,
      icon: <Icon aria-hidden />,
      run: () => router.push(href),
    })),
    ...themeChoices.map(({ value, label, icon: Icon }) => ({
      id: `theme ${value}`,
      label: `${label} theme`,
      group: "View",
      icon: <Icon aria-hidden />,
      run: () => setTheme(value),
    })),
    {
      id: "sidebar",
      label: "Fold or unfold the sidebar",
      group: "View",
      icon: <PanelLeft aria-hidden />,
      run: toggleSidebar,
    },
  ];
}
