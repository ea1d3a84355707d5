import { cn } from "@/components/ui/cn";

/** The lamp over the one lit node. The drawing is also in `app/icon.svg`. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-6 shrink-0", className)}>
      <rect width="32" height="32" rx="7.5" fill="#221d18" />
      <path d="M11.2 15.6h9.6l5.2 11.2H6z" fill="#f2b042" opacity="0.26" />
      <path d="M16 4.4v3.4" stroke="#f2b042" strokeWidth="2" strokeLinecap="round" />
      <path
        d="M13.3 7.6h5.4a1 1 0 0 1 .92.6l2.9 6.8a1 1 0 0 1-.92 1.4H10.4a1 1 0 0 1-.92-1.4l2.9-6.8a1 1 0 0 1 .92-.6z"
        fill="#f2b042"
      />
      <circle cx="16" cy="22.6" r="2.7" fill="#fff3d6" />
    </svg>
  );
}
