import { controlRunRoute } from "@/lib/http/control-run-route";

export const POST = controlRunRoute("cancel");
