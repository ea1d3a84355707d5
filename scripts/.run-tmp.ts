import { openGoalWorkspace, accountsFile } from "@/lib/planning/goals/goal-workspace";
import { validatePlan } from "@/lib/planning/validate-plan";
const w = await openGoalWorkspace();
const show=(b:any):string=>b.kind==="literal"?JSON.stringify(b.value)+(b.words?`«${b.words}»`:""):b.kind==="output"?`{${b.stepId}.${b.path.join(".")}}`:b.kind==="question"?`?${b.question}`:b.kind==="list"?`[${b.items.map(show).join(", ")}]`:b.kind==="object"?`{${Object.entries(b.fields).map(([k,v])=>k+":"+show(v)).join()}}`:b.parts.map((p:any)=>typeof p==="string"?JSON.stringify(p):show(p)).join("+");
let goals=process.argv.slice(2); if (goals[0]==="-i") goals=(await import("node:fs")).readFileSync(0,"utf8").split("\n").filter(Boolean);
for (const g of goals) {
  const t=performance.now(); const d=await w.plan(g,{files:/this (csv )?file|the file|attached|this csv|this spreadsheet|uploaded/i.test(g)?[accountsFile]:[]});
  console.log(`\n# ${g}  (${(performance.now()-t).toFixed(0)} ms)`);
  for (const s of d.steps) { console.log(`  ${s.id} ${s.toolId}  “${s.title}”`); for (const [k,b] of Object.entries(s.inputs)) console.log(`      ${k} = ${show(b)}`); }
  for (const n of d.notes) console.log("  note:", n);
  for (const u of d.unserved) console.log("  unserved:", u.words,"|", u.nearest.map(n=>n.toolId+" "+n.score.toFixed(2)).join(", "));
  for (const p of validatePlan({plan:d,tools:w.tools,connectedKinds:w.requestFor("x").facts.connectedKinds})) if (p.severity==="invalid") console.log("  INVALID", p.message);
  if (process.env.C) for (const c of await w.search(g,6)) console.log("    cand", c.tool.id, c.score.toFixed(2), c.matchedWords.join(" "));
}
await w.close();
