"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { Toaster } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { CommandProvider } from "./commands";
import { useOffline } from "./use-offline";

function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Live status comes by the event stream; what is read here may be a little old.
        staleTime: 15_000,
        // No `gcTime`: on the server its timers would hold on to the whole request, five minutes for each page.
        retry: 1,
      },
      // A mutation may have had its effect before the answer was lost: never repeated by itself.
      mutations: { retry: false },
    },
  });
}

export interface ProvidersProps {
  children: ReactNode;
  /** Of the Content Security Policy, for the script that sets the theme before the first paint. */
  nonce?: string;
}

export function Providers({ children, nonce }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={nonce}
    >
      <QueryClientProvider client={queryClient}>
        <TooltipProvider delayDuration={350} skipDelayDuration={150}>
          <ReadAgain queryClient={queryClient} />
          <CommandProvider>
            {children}
            <Toaster />
          </CommandProvider>
        </TooltipProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}

/** What could not be read while Lamplight was away is read when it is back, without being asked for. */
function ReadAgain({ queryClient }: { queryClient: QueryClient }) {
  const isOnline = useOffline() === "online";
  useEffect(() => {
    if (!isOnline) return;
    const predicate = ({ state }: { state: { status: string } }) => state.status === "error";
    void queryClient.refetchQueries({ type: "active", predicate });
  }, [isOnline, queryClient]);
  return null;
}
