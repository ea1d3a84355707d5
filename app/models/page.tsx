import type { Metadata } from "next";
import { ModelList } from "@/components/models/model-list";

export const metadata: Metadata = { title: "Models" };

/** Language models: which there are, and what the one in use is for. */
export default function ModelsPage() {
  return <ModelList />;
}
