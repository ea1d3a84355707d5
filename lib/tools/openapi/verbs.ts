// Verbs that names and summaries of operations begin with.
const verbs = new Set(
  (
    "accept acknowledge activate add adjust analyze announce apply approve archive assign attach authorize authenticate " +
    "ban batch begin block book broadcast build buy calculate call cancel capture change charge check claim clear clone " +
    "close collect compare complete compute configure confirm connect convert copy count create deactivate decline " +
    "decode decrypt delete deliver deny deploy describe detach detect determine disable disconnect discover dismiss " +
    "download duplicate edit email enable encode encrypt end enroll ensure enumerate estimate evaluate exchange execute " +
    "export extend extract fetch fill filter find finish flag follow forward generate get geocode grant group handle " +
    "hide identify import increment initiate insert inspect install invite invoke issue join kick launch leave like " +
    "link list load lock login logout look lookup make manage mark match merge migrate modify move mute notify obtain " +
    "open parse pause pay perform pin place play post predict preview print process promote provide provision publish " +
    "pull purchase purge push put query quote read rebuild receive recognize record recover redeem refresh refund register " +
    "reject release reload remove rename render renew reopen reorder repeat replace reply report request reschedule " +
    "resend reserve reset resolve restart restore resume retrieve retry return revert revoke rollback rotate run save " +
    "scan schedule search select send set share show shutdown sign simulate skip snooze sort star start stop store " +
    "stream submit subscribe suggest suspend switch sync synchronize tag terminate test toggle track transfer transform " +
    "translate trigger unarchive unassign unblock undelete undo unfollow uninstall unlink unlock unpin unpublish " +
    "unregister unsubscribe untag update upgrade upload upsert use validate verify view void vote withdraw write"
  ).split(" "),
);

/** What a word says is done: "Lists" → `list`, "Retrieves" → `retrieve`; null for a word that is no verb known here. */
export function verbOf(word: string): string | null {
  const lower = word.toLowerCase();
  if (verbs.has(lower)) return lower;
  for (const stem of [lower.replace(/ies$/, "y"), lower.replace(/es$/, ""), lower.replace(/s$/, "")]) {
    if (stem !== lower && verbs.has(stem)) return stem;
  }
  return null;
}
