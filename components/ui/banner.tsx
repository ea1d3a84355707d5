import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const looks = {
  info: { icon: Info, box: "border-info-line bg-info-soft", mark: "text-info" },
  success: { icon: CircleCheck, box: "border-success-line bg-success-soft", mark: "text-success" },
  warning: { icon: TriangleAlert, box: "border-warning-line bg-warning-soft", mark: "text-warning" },
  danger: { icon: CircleX, box: "border-danger-line bg-danger-soft", mark: "text-danger" },
};

export interface BannerProps {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons at the end. */
  actions?: ReactNode;
  /** Read out when it appears; `alert` at once. */
  live?: "status" | "alert";
  /** Runs edge to edge, without corners. */
  edge?: boolean;
  className?: string;
}

export function Banner({ tone = "info", title, children, actions, live, edge, className }: BannerProps) {
  const look = looks[tone];
  const Icon = look.icon;
  return (
    <div
      role={live}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5 text-sm",
        edge ? "border-b" : "rounded-lg border",
        look.box,
        className,
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", look.mark)} />
      <div className="min-w-0 flex-1 basis-48">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-text-muted">{children}</div> : null}
      </div>
      {actions ? (
        <div className="flex shrink-0 flex-wrap items-center gap-2 self-center">{actions}</div>
      ) : null}
    </div>
  );
}
