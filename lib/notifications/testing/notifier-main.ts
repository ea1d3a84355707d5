// A process that tells people what they are to be told: for tests that kill it.
import { keepNotifying } from "@/lib/notifications/notifier";

await keepNotifying(new AbortController().signal, (error) => {
  console.error(error);
  process.exit(1);
});
