import { planGoal } from "@/lib/planning/embedded/plan-goal";
import { setup } from "./.search-tmp";

const { tools, search } = await setup();
const num = (name: string) => ({ name, type: "number" as const }),
  txt = (name: string, values?: string[]) => ({ name, type: "text" as const, values }),
  dat = (name: string) => ({ name, type: "date" as const });
const sales = {
  name: "sales",
  columns: [
    txt("order_id"),
    dat("order_date"),
    txt("ship_mode", ["Standard Class", "First Class", "Second Class", "Same Day"]),
    txt("customer"),
    txt("segment", ["Consumer", "Corporate", "Home Office"]),
    txt("city"),
    txt("state"),
    txt("region", ["West", "East", "Central", "South"]),
    txt("category", ["Furniture", "Technology", "Office Supplies"]),
    txt("sub_category"),
    txt("product"),
    num("sales"),
    num("quantity"),
    num("discount"),
    num("profit"),
  ],
};
const csv = {
  id: "file_0123456789abcdef" as any,
  name: "accounts.csv",
  mediaType: "text/csv",
  columns: [txt("Customer"), txt("Country"), num("Revenue"), dat("Signed")],
};
export const show = (b: any): string =>
  b.kind === "literal"
    ? JSON.stringify(b.value) + (b.words ? `«${b.words}»` : "")
    : b.kind === "output"
      ? `{${b.stepId}.${b.path.join(".")}}`
      : b.kind === "question"
        ? `?${b.question}`
        : b.kind === "list"
          ? `[${b.items.map(show).join(", ")}]`
          : b.kind === "object"
            ? `{${Object.entries(b.fields)
                .map(([k, v]) => k + ":" + show(v))
                .join()}}`
            : b.parts.map((p: any) => (typeof p === "string" ? JSON.stringify(p) : show(p))).join("+");
const args = process.argv.slice(2);
const goals = args.filter((a) => a !== "-f");
for (const g of goals) {
  const t = performance.now();
  const d = await planGoal({
    goal: g,
    now: new Date("2026-11-23T09:00:00Z"),
    timeZone: "Europe/Berlin",
    files:
      args.includes("-f") || /this file|the file|attached|csv|spreadsheet|uploaded/i.test(g) ? [csv] : [],
    search,
    tools,
    facts: {
      databases: [{ connectionKind: "postgres", tables: [sales] }],
      connectedKinds: new Set(["smtp", "slack", "twilio", "postgres", "scim", "api:weather", "api:flights"]),
      fitThreshold: Number(process.env.T ?? 0.45),
    },
  });
  console.log(`\n# ${g}  (${(performance.now() - t).toFixed(0)} ms)`);
  for (const s of d.steps) {
    console.log(`  ${s.id} ${s.toolId}  “${s.title}”  <${s.why.reason}>`);
    for (const [k, b] of Object.entries(s.inputs)) console.log(`      ${k} = ${show(b)}`);
  }
  for (const n of d.notes) console.log("  note:", n);
  for (const u of d.unserved)
    console.log("  unserved:", u.words, u.nearest.map((n) => n.toolId + " " + n.score.toFixed(2)).join(", "));
  if (process.env.C)
    for (const c of await search(g, 6))
      console.log("    cand", c.tool.id, c.score.toFixed(2), c.matchedWords.join(" "));
}
