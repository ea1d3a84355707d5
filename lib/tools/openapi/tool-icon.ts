// An icon for an imported tool, by its topic.
import { splitWords } from "./names";

/** Lucide's names; the first whose words occur. */
const topics: [icon: string, words: string[]][] = [
  ["cloud-sun", ["weather", "forecast", "temperature", "climate"]],
  ["plane", ["flight", "airline", "airport", "aircraft"]],
  ["bed-double", ["hotel", "room", "accommodation", "lodging"]],
  ["train-front", ["train", "rail", "railway"]],
  ["car", ["car", "vehicle", "ride", "taxi"]],
  ["map-pin", ["map", "place", "location", "geocode", "route", "address"]],
  ["credit-card", ["payment", "pay", "charge", "checkout", "billing", "card"]],
  ["receipt", ["invoice", "receipt", "quote"]],
  ["banknote", ["bank", "transfer", "currency", "exchange", "payout", "money"]],
  ["shopping-cart", ["order", "cart", "product", "shop", "store", "inventory"]],
  ["truck", ["shipment", "shipping", "delivery", "parcel", "tracking"]],
  ["calendar", ["calendar", "event", "meeting", "appointment", "schedule", "booking", "reservation"]],
  ["mail", ["mail", "email", "inbox"]],
  ["message-square", ["message", "chat", "sms", "notification", "comment", "conversation"]],
  ["phone", ["phone", "call", "voice"]],
  ["users", ["user", "people", "person", "member", "employee", "contact", "customer", "team", "group"]],
  ["bug", ["issue", "bug", "ticket", "incident"]],
  ["git-branch", ["repository", "repo", "commit", "branch", "pull", "git"]],
  ["file-text", ["document", "file", "page", "note", "article", "report"]],
  ["image", ["image", "photo", "picture", "avatar"]],
  ["music", ["music", "song", "track", "playlist", "album"]],
  ["film", ["video", "movie", "film"]],
  ["newspaper", ["news", "headline"]],
  ["chart-line", ["stock", "market", "metric", "analytics", "statistic", "chart"]],
  ["languages", ["translate", "translation", "language"]],
  ["key-round", ["token", "auth", "login", "session", "permission", "key"]],
  ["server", ["server", "deployment", "cluster", "container", "host", "instance"]],
  ["database", ["database", "record", "table", "dataset"]],
  ["search", ["search", "query", "lookup"]],
];

const iconOfWord = new Map(topics.flatMap(([icon, words]) => words.map((word) => [word, icon] as const)));

/** Says how, not about what: taken only when nothing else is found. */
const vagueIcon = "search";

/** The icon for the first topic found, in the texts' order; a plug when there is none. */
export function iconFor(texts: readonly string[]): string {
  const icons = texts
    .flatMap(splitWords)
    .map((word) => iconOfWord.get(word) ?? iconOfWord.get(word.replace(/s$/, "")))
    .filter((icon) => icon !== undefined);
  return icons.find((icon) => icon !== vagueIcon) ?? icons[0] ?? "plug";
}
