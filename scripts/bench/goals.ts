// Goals to measure with: those a newcomer tries first, and the like.
export const goals = [
  "Analyze quarterly sales data and email a summary to the marketing team",
  "Book me a flight to San Francisco for next Tuesday",
  "Send a notification to the on-call engineer that the nightly backup failed",
  "What will the weather be in Paris tomorrow?",
  "Repaint my kitchen ceiling",
] as const;
