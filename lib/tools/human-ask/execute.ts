import type { ExecuteTool } from "@/lib/tools/tool-contract";

/** Never called: the engine sees `asksPerson` and puts the question to the person itself. */
export const executeHumanAsk: ExecuteTool = async () => {
  throw new Error("human.ask was called; the engine asks the person instead");
};
