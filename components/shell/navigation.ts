import {
  BellRing,
  Brain,
  CalendarClock,
  History,
  Inbox,
  type LucideIcon,
  Plug,
  Send,
  Settings,
  Sparkles,
  Target,
  Wrench,
} from "lucide-react";

export interface NavigationItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Other paths that belong to it. */
  also?: readonly string[];
  /** Found by these words in the command palette. */
  keywords?: string[];
  /** In the bottom bar at phone width; the others are behind "More". */
  isPrimary: boolean;
}

export const navigation: readonly NavigationItem[] = [
  {
    href: "/",
    label: "Goals",
    icon: Target,
    also: ["/plans"],
    keywords: ["home", "new", "plan"],
    isPrimary: true,
  },
  {
    href: "/inbox",
    label: "Inbox",
    icon: Inbox,
    keywords: ["approve", "waiting", "questions"],
    isPrimary: true,
  },
  { href: "/history", label: "History", icon: History, also: ["/runs"], keywords: ["runs"], isPrimary: true },
  { href: "/tools", label: "Tools", icon: Wrench, keywords: ["catalogue", "import"], isPrimary: true },
  {
    href: "/schedules",
    label: "Schedules",
    icon: CalendarClock,
    keywords: ["cron", "every day", "weekly", "clock", "recurring", "webhook", "trigger"],
    isPrimary: false,
  },
  {
    href: "/connections",
    label: "Connections",
    icon: Plug,
    keywords: ["accounts", "keys"],
    isPrimary: false,
  },
  {
    href: "/models",
    label: "Models",
    icon: Sparkles,
    keywords: ["language model", "llm", "ollama", "openai", "claude", "gemini", "planner"],
    isPrimary: false,
  },
  {
    href: "/memory",
    label: "Memory",
    icon: Brain,
    keywords: ["episodes", "remembered", "usual values", "forget"],
    isPrimary: false,
  },
  {
    href: "/settings",
    label: "Settings",
    icon: Settings,
    keywords: ["retention", "purge", "delete", "storage", "disk"],
    isPrimary: false,
  },
  {
    href: "/notifications",
    label: "Notifications",
    icon: BellRing,
    keywords: ["e-mail", "slack", "tell", "alert", "approvals", "failures"],
    isPrimary: false,
  },
  { href: "/outbox", label: "Outbox", icon: Send, keywords: ["sent", "e-mail", "mail"], isPrimary: false },
];

export function isCurrent(item: NavigationItem, pathname: string): boolean {
  if (item.href === "/") return pathname === "/" || startsWithAny(pathname, item.also);
  return startsWithAny(pathname, [item.href, ...(item.also ?? [])]);
}

function startsWithAny(pathname: string, prefixes: readonly string[] = []): boolean {
  return prefixes.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`));
}
