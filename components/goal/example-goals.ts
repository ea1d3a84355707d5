import { ChartColumn, CloudSun, FileSpreadsheet, type LucideIcon, Plane, Siren } from "lucide-react";

export interface ExampleGoal {
  icon: LucideIcon;
  goal: string;
  /** It speaks of "this file", so one has to be attached first. */
  needsFile?: boolean;
}

/** Goals that work on the first start, with what the sandbox has. */
export const exampleGoals: readonly ExampleGoal[] = [
  {
    icon: ChartColumn,
    goal: "Analyze quarterly sales data and email a summary to the marketing team",
  },
  { icon: Plane, goal: "Book me a flight to San Francisco for next Tuesday" },
  {
    icon: Siren,
    goal: "Send a notification to the on-call engineer that the nightly backup failed",
  },
  { icon: CloudSun, goal: "What will the weather be in Paris tomorrow?" },
  {
    icon: FileSpreadsheet,
    goal: "Find the five customers with the highest revenue in this file and post them to the #sales channel",
    needsFile: true,
  },
];
