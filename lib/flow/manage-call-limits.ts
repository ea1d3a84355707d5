import { findCallLimits, listLimitable, storeCallLimit } from "@/lib/db/call-limits";
import { type CallLimits, defaultEach, type SetCallLimit } from "@/lib/domain/call-limits";

/** How many calls may be under way at once, and of what more could be said. */
export async function callLimits(): Promise<CallLimits> {
  const { all, each, of } = await findCallLimits();
  const limitable = await listLimitable([...of.keys()]);
  const exceptions = limitable.flatMap((one) => {
    const atOnce = of.get(one.id);
    return atOnce === undefined ? [] : [{ ...one, atOnce }];
  });
  return {
    ...{ all, each: each ?? defaultEach, exceptions },
    services: limitable.filter(({ id, kind }) => kind !== "tool" && !of.has(id)),
  };
}

/** Calls from now on keep to it; those under way end as they are. */
export async function setCallLimit({ of, atOnce }: SetCallLimit): Promise<void> {
  await storeCallLimit(of, atOnce);
}
