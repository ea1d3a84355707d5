// A process that changes and indexes tools until it is killed: for tests of what a kill leaves behind.
// Arguments: the number of tools. Prints "writing" before each round.
import { replaceTools } from "@/lib/db/tools";
import { indexTools } from "@/lib/retrieval/index-tools";
import { plainTool } from "./catalogues";

const count = Number(process.argv[2]);
for (let round = 0; ; round++) {
  const tools = Array.from({ length: count }, (_, number) =>
    plainTool({ id: `many.tool${number}`, title: `Tool ${number} of round ${round}` }),
  );
  await replaceTools(tools, null);
  console.log("writing");
  await indexTools(tools);
}
