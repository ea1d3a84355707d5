/** Grammar, and the words people wrap a goal in: they say nothing about what a tool does. */
export const silentWords: ReadonlySet<string> = new Set(
  (
    "a about above after again all also am an and any are as at be because been before being below between both " +
    "but by can could did do does doing don down during each few for from further had has have having he her " +
    "here hers herself him himself his how i if in into is it its itself just kindly like ll me might more most " +
    "my myself need needs needed no nor not now of off on once only or other our ours out over own please quickly " +
    "re really s same shall she should so some such t than thank thanks that the their theirs them then there " +
    "these they this those through to too under until up us ve very want wants wanted was we were what when where " +
    "which while whom whose why will with within would yes you your yours hello hi hey let lets something " +
    "finally lastly afterwards afterward subsequently firstly secondly thirdly meanwhile additionally furthermore " +
    "moreover besides ensure assist anything nothing somebody someone everybody everyone anyone able help sure possible"
  ).split(" "),
);
