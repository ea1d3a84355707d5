import type { VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { buttonStyles } from "./button-styles";
import { cn } from "./cn";

export interface ButtonLinkProps extends ComponentProps<typeof Link>, VariantProps<typeof buttonStyles> {
  icon?: ReactNode;
  iconEnd?: ReactNode;
}

/** A link that looks like a button: it goes somewhere, a Button does something. */
export function ButtonLink(props: ButtonLinkProps) {
  const { variant, size, block, icon, iconEnd, className, children, ...rest } = props;
  return (
    <Link className={cn(buttonStyles({ variant, size, block }), className)} {...rest}>
      {icon}
      {children}
      {iconEnd}
    </Link>
  );
}
