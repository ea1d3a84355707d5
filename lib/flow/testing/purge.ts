// Goes on with the purge under way, as a worker does, until it is killed.
import { goOnPurging } from "@/lib/flow/manage-retention";

await goOnPurging(new AbortController().signal);
