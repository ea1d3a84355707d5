"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { Toaster } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { CommandProvider } from "./commands";

function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Live status comes by the event stream; what is read here may be a little old.
        staleTime: 15_000,
        gcTime: 5 * 60_000,
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
          <CommandProvider>
            {children}
            <Toaster />
          </CommandProvider>
        </TooltipProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
