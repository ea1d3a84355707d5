import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { connectionFormSchema, connectionKindSchema } from "@/lib/connections/connection-form";
import { describedConnectionSchema, listedConnectionSchema } from "@/lib/connections/described-connection";
import { signInSchema } from "@/lib/domain/sign-in";
import { getJson } from "./api";

/** The connections there are, with their state and how much uses them. */
export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: ({ signal }) =>
    getJson("/api/connections", z.object({ connections: z.array(listedConnectionSchema) }), signal),
});

/** One connection with its form and the plans that use it. */
export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ["connections", id],
    queryFn: ({ signal }) => getJson(`/api/connections/${id}`, describedConnectionSchema, signal),
  });

/** What connections can be made to, by words of its title. */
export const connectionKindsQuery = (words: string) =>
  queryOptions({
    queryKey: ["connection-kinds", words],
    queryFn: ({ signal }) =>
      getJson(
        `/api/connection-kinds?${new URLSearchParams({ q: words.slice(0, 200), limit: "50" })}`,
        z.object({ kinds: z.array(connectionKindSchema) }),
        signal,
      ),
    placeholderData: (before) => before,
  });

/** The form of a kind of connection. */
export const connectionFormQuery = (kind: string) =>
  queryOptions({
    queryKey: ["connection-kinds", "form", kind],
    queryFn: ({ signal }) =>
      getJson(`/api/connection-kinds/${encodeURIComponent(kind)}`, connectionFormSchema, signal),
  });

/** What came of a sign-in at a service. */
export const signInQuery = (id: string) =>
  queryOptions({
    queryKey: ["sign-ins", id],
    queryFn: ({ signal }) => getJson(`/api/sign-ins/${encodeURIComponent(id)}`, signInSchema, signal),
    retry: false,
  });
