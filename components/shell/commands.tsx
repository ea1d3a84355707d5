"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useState,
  useSyncExternalStore,
} from "react";

export interface Command {
  id: string;
  label: string;
  /** The heading it stands under; "This page" when left out. */
  group?: string;
  icon?: ReactNode;
  keywords?: string[];
  /** Shown beside it; binding the keys is the page's business. */
  shortcut?: string[];
  disabled?: boolean;
  run: () => void;
}

/** Holds what each mounted page offers. Pages write, only the palette listens: no page renders again for it. */
class CommandStore {
  private byOwner = new Map<string, readonly Command[]>();
  private listeners = new Set<() => void>();
  private isOpen = false;
  private snapshot: { commands: readonly Command[]; isOpen: boolean } = { commands: [], isOpen: false };

  set(owner: string, commands: readonly Command[]) {
    this.byOwner.set(owner, commands);
    this.publish();
  }

  remove(owner: string) {
    this.byOwner.delete(owner);
    this.publish();
  }

  setOpen = (isOpen: boolean) => {
    this.isOpen = isOpen;
    this.publish();
  };

  toggle = () => this.setOpen(!this.isOpen);

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  read = () => this.snapshot;

  private publish() {
    this.snapshot = { commands: [...this.byOwner.values()].flat(), isOpen: this.isOpen };
    for (const listener of this.listeners) listener();
  }
}

const CommandContext = createContext<CommandStore | undefined>(undefined);

export function CommandProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => new CommandStore());
  return <CommandContext value={store}>{children}</CommandContext>;
}

function useStore() {
  const store = useContext(CommandContext);
  if (!store) throw new Error("Commands need the CommandProvider of components/shell/providers.tsx");
  return store;
}

/** Adds actions to the command palette while the calling component is mounted. */
export function useCommands(commands: readonly Command[]) {
  const store = useStore();
  const owner = useId();
  // On every render, because the commands close over what was rendered.
  useEffect(() => store.set(owner, commands));
  useEffect(() => () => store.remove(owner), [store, owner]);
}

/** Opens the palette from a button. */
export function useOpenCommandPalette() {
  const store = useStore();
  return () => store.setOpen(true);
}

/** For the palette itself. */
export function useCommandPalette() {
  const store = useStore();
  const state = useSyncExternalStore(store.subscribe, store.read, store.read);
  return { ...state, setOpen: store.setOpen, toggle: store.toggle };
}
