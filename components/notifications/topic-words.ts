import type { NotificationTopic } from "@/lib/domain/notification";

/** The topics as they are chosen from. */
export const topics: readonly { topic: NotificationTopic; label: string; description: string }[] = [
  {
    topic: "decisions",
    label: "Approvals and questions",
    description: "What a run waits for until somebody decides or answers.",
  },
  {
    topic: "failures",
    label: "Failures",
    description:
      "Steps that failed, whose outcome is unknown or unexpected, and scheduled runs that were not started.",
  },
  {
    topic: "completed",
    label: "Completed runs that nobody started",
    description: "Those of schedules and other triggers.",
  },
];

export const topicLabel = (topic: NotificationTopic): string =>
  topics.find((one) => one.topic === topic)?.label ?? topic;
