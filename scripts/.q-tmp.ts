import { setup } from "./.search-tmp"; const {search}=await setup();
for (const q of process.argv.slice(2)) console.log(q, (await search(q,7)).map((c:any)=>c.tool.id+" "+c.score.toFixed(2)).join(", "));
