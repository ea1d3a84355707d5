import type { Metadata } from "next";
import { ApiReference } from "@/components/api-reference/api-reference";
import { describeApi } from "@/lib/http/describe-api";

export const metadata: Metadata = { title: "HTTP API" };

/** The HTTP API for people. */
export default function ApiReferencePage() {
  return <ApiReference document={describeApi("")} />;
}
