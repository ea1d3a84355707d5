// What a request to change a plan can't have, and what can be done instead. Said plainly rather than half done.

export const scheduleRefusal =
  "When a plan runs is set with Schedule, above the plan. What can be changed here is what it does when it runs.";

const refusals: readonly [RegExp, string][] = [
  [
    /^(?:(?:run|do|send|start|schedule|repeat)(?: (?:it|this|that|the plan|everything))?|schedule .+|remind me|wait(?: for)?) (?:it |this )?(?:(?:for|on|at|in|until|by) )?(?:tomorrow|tonight|later|daily|weekly|monthly|hourly|next (?:week|month|monday|tuesday|wednesday|thursday|friday)|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|at (?:\d{1,2}(?::\d\d)?|noon|midnight)|\d{1,2}(?::\d\d)? ?(?:am|pm)|(?:in )?(?:\d+|an?|two|three) (?:minutes?|hours?|days?|weeks?))\b|^(?:daily|weekly|monthly|hourly|once an? (?:hour|day|week|month)|(?:twice|two times) an? (?:day|week))\b|^at \d{1,2}(?::\d\d)? ?(?:am|pm|o'clock)?$/i,
    scheduleRefusal,
  ],
  [
    /\b(?:without (?:asking|approval|approving|confirmation|my (?:ok|okay|approval|consent))|(?:don't|do not|stop|never|no need to) ask(?:ing)?(?: me| us| for)?\b(?! (?:about|which|what))|auto-?(?:matically )?approve|approve (?:it |them |all |everything )?(?:automatically|by itself)|(?:approve|allow|accept|trust) (?:it|them|all|everything|every step|all steps|this|the mail)|skip (?:the )?(?:approvals?|confirmations?)|no (?:approvals?|confirmations?)|pre-?approve|(?:turn|switch) off (?:the )?approvals?)\b/i,
    "A request can't change who is asked: each step that changes something outside waits for your approval, which you give while the plan runs.",
  ],
  [
    /^(?:run|start|execute|launch|go ahead|go|begin|do it|run it|start it|send it now|run (?:it|this|the plan|everything)(?: now| again)?|(?:start|execute|launch) (?:it|this|the plan|everything)(?: now)?|do it(?: now)?|go ahead(?: and .*)?|approve|confirm|yes|stop the run|pause|cancel the run)$/i,
    "Nothing runs from here: a request changes the plan and no more. When the plan is as you want it, press Run.",
  ],
  [
    /\b(?:to|with|by|of|for|instead of|than|from)$/i,
    "That breaks off before it says what. An example of what would be understood: “send it to ops@acme.example instead”.",
  ],
  [
    /^(?:undo|redo|revert|go back|take (?:it|that) back|put (?:it|everything) back)(?: (?:it|that|this|the last change|as it was|everything))?$/i,
    "Undo and Redo are at the top of the page: they take back whole edits, exactly.",
  ],
  [
    /^(?:(?:make|do) it (?:better|nicer|good|right|faster|cheaper|shorter|properly)|improve (?:it|this|the plan)|fix (?:it|this|the plan)|optimi[sz]e (?:it|this|the plan)|(?:change|refine|edit|update|redo|rework) (?:it|this|the plan|something|everything)|surprise me|help(?: me)?|something else|start over|whatever|hello|hi|thanks?|ok(?:ay)?|yes|no|nice|good|cool)$/i,
    "That doesn't say what is to change. Say which step and how, such as “drop the chart”, “send it to ops@acme.example instead” or “also post it to Slack”.",
  ],
  [
    /^(?:why|how long|how much (?:will|does) (?:it|this)|what (?:does|will|would|is) (?:this|it|the plan|that|step \d+)|is (?:it|this) (?:safe|ok|okay)|explain|are you)\b/i,
    "This box changes the plan; it answers no questions about it. Choose a step to see why it is there, or say what is to change, such as “drop the chart”.",
  ],
];

/** Why a clause can't be done, with what can; null when nothing is known against it. Quotations are masked. */
export function refusalOf(clause: string): string | null {
  return refusals.find(([pattern]) => pattern.test(clause))?.[1] ?? null;
}
