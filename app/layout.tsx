import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { InboxCount } from "@/components/run/inbox-count";
import { AppShell } from "@/components/shell/app-shell";
import { Providers } from "@/components/shell/providers";
import "./globals.css";

const inter = localFont({
  src: "./fonts/inter-latin.woff2",
  weight: "100 900",
  variable: "--font-inter",
  display: "swap",
  // The fallback with Inter's measures comes after the extended letters below.
  adjustFontFallback: false,
});

const interExtended = localFont({
  src: "./fonts/inter-latin-ext.woff2",
  weight: "100 900",
  variable: "--font-inter-ext",
  display: "swap",
  preload: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    },
  ],
});

export const metadata: Metadata = {
  title: { default: "Lamplight", template: "%s · Lamplight" },
  description: "Light for your LAM: see what it will do before it does it.",
  applicationName: "Lamplight",
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f6f4" },
    { media: "(prefers-color-scheme: dark)", color: "#100f0e" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Made by proxy.ts for each request: only scripts that carry it run.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // next-themes and /sidebar-state.js set attributes before React runs.
    <html lang="en" className={`${inter.variable} ${interExtended.variable}`} suppressHydrationWarning>
      <head>
        <script src="/sidebar-state.js" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <Providers nonce={nonce}>
          <AppShell inboxBadge={<InboxCount />}>{children}</AppShell>
        </Providers>
      </body>
    </html>
  );
}
