import { describeApi } from "@/lib/http/describe-api";

/** Public: it holds nothing but the shape of the API. */
export function GET(request: Request): Response {
  const host = request.headers.get("host") ?? "127.0.0.1";
  const protocol = request.headers.get("x-forwarded-proto") === "https" ? "https" : "http";
  return Response.json(describeApi(`${protocol}://${host}`));
}
