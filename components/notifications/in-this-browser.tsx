"use client";

import {
  switchDesktopNotifications,
  useDesktopNotifications,
} from "@/components/shell/use-desktop-notifications";
import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/switch";

const words = {
  on: "While Lamplight is open in a tab you don't look at.",
  off: "While Lamplight is open in a tab you don't look at. The browser asks you first.",
  blocked: "The browser's settings don't let this page show any. Allow it there, then turn it on here.",
  unsupported: "This browser shows none for this address.",
};

/** What this browser shows by itself. */
export function InThisBrowser() {
  const state = useDesktopNotifications();
  return (
    <section aria-labelledby="in-this-browser" className="flex flex-col gap-2.5">
      <h2 id="in-this-browser" className="font-medium text-sm">
        In this browser
      </h2>
      <Card className="flex flex-col gap-3 px-4 py-3.5">
        <Switch
          label="Notifications of the browser"
          description={words[state]}
          checked={state === "on"}
          disabled={state === "blocked" || state === "unsupported"}
          onCheckedChange={(wanted) => void switchDesktopNotifications(wanted)}
        />
        <p className="text-pretty text-text-subtle text-xs">
          The tab's title and icon always say how many things wait.
        </p>
      </Card>
    </section>
  );
}
