import { readFileSync } from "node:fs";
import { openGoalWorkspace, accountsFile } from "@/lib/planning/goals/goal-workspace";
import { outline } from "@/lib/planning/goals/outline";
const w = await openGoalWorkspace();
for (const g of readFileSync(0,"utf8").split("\n").filter(Boolean)) {
  const f=/this (csv )?file|the file|attached|this csv|this spreadsheet|uploaded/i.test(g);
  const d=await w.plan(g,{files:f?[accountsFile]:[]});
  console.log(`  {\n    goal: ${JSON.stringify(g)},${f?"\n    files: [accountsFile],":""}\n    plan: ${JSON.stringify(outline(d))},${d.notes.length?`\n    notes: ${JSON.stringify(d.notes)},`:""}\n  },`);
}
await w.close();
