import { providerModel } from "@/lib/ai/provider-model";
import type { UsableModel } from "@/lib/ai/usable-model";
import { secretScrubber } from "@/lib/engine/scrub-secrets";

/** A scripted server's model as one that a person configured with this key. */
export function scriptedUsableModel(baseUrl: string, key = ""): UsableModel {
  const settings = { provider: "openai-compatible" as const, model: "scripted", address: baseUrl, key };
  return {
    name: "openai-compatible/scripted",
    sdk: providerModel({ ...settings, privateNetwork: true }),
    price: { input: 1, output: 10 },
    role: "plans",
    setIn: "page",
    scrub: secretScrubber([key]),
  };
}
