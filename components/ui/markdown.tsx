import { ImageOff } from "lucide-react";
import ReactMarkdown, { type Components, defaultUrlTransform } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { cn } from "./cn";

export interface MarkdownProps {
  children: string;
  className?: string;
}

const schema = {
  ...defaultSchema,
  protocols: { ...defaultSchema.protocols, src: ["http", "https", "data"] },
};

/**
 * Text from anywhere: HTML in it is dropped, and an image is loaded only from the page's own origin or from
 * inside the text, so that showing it tells no outside server anything.
 */
export function Markdown({ children, className }: MarkdownProps) {
  return (
    <div
      className={cn(
        "min-w-0 break-words text-sm leading-[21px] [&>*:first-child]:mt-0 [&>*:last-child]:mb-0",
        "[&_p]:my-2 [&_ul]:my-2 [&_ul]:list-disc [&_ul]:pl-5 [&_ol]:my-2 [&_ol]:list-decimal [&_ol]:pl-5 [&_li]:my-0.5 [&_li]:marker:text-text-subtle",
        "[&_h1]:mt-4 [&_h1]:mb-1.5 [&_h1]:font-semibold [&_h1]:text-lg [&_h2]:mt-4 [&_h2]:mb-1.5 [&_h2]:font-semibold [&_h2]:text-base [&_h3]:mt-3 [&_h3]:mb-1 [&_h3]:font-semibold",
        "[&_blockquote]:my-2 [&_blockquote]:border-l-2 [&_blockquote]:border-border-strong [&_blockquote]:pl-3 [&_blockquote]:text-text-muted [&_hr]:my-4",
        "[&_code]:rounded-sm [&_code]:bg-pressed [&_code]:px-1 [&_code]:py-px [&_code]:font-mono [&_code]:text-xs",
        "[&_pre]:my-2 [&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:border [&_pre]:bg-surface-sunken [&_pre]:p-3 [&_pre_code]:bg-transparent [&_pre_code]:p-0",
        "[&_table]:w-full [&_table]:text-left [&_th]:border-b [&_th]:px-2.5 [&_th]:py-1.5 [&_th]:font-medium [&_th]:text-text-muted [&_th]:text-xs [&_td]:border-b [&_td]:px-2.5 [&_td]:py-1.5 [&_td]:tabular-nums",
        className,
      )}
    >
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeSanitize, schema]]}
        urlTransform={(url, key) => (key === "src" && isEmbeddedImage(url) ? url : defaultUrlTransform(url))}
        components={components}
      >
        {children}
      </ReactMarkdown>
    </div>
  );
}

const components: Components = {
  a({ href, children }) {
    const isExternal = href !== undefined && /^[a-z]+:/i.test(href);
    return (
      <a
        href={href}
        rel="noopener noreferrer nofollow"
        target={isExternal ? "_blank" : undefined}
        title={href}
        className="rounded-sm text-accent-text underline decoration-accent-text/40 underline-offset-2 hover:decoration-accent-text"
      >
        {children}
      </a>
    );
  },
  img({ src, alt }) {
    if (typeof src === "string" && (isEmbeddedImage(src) || isOwnPath(src))) {
      // Size and source are unknown: next/image has nothing to optimise.
      return <img src={src} alt={alt ?? ""} loading="lazy" className="my-2 max-w-full rounded-md border" />;
    }
    return (
      <span
        title={typeof src === "string" ? src : undefined}
        className="inline-flex items-center gap-1.5 align-middle rounded-sm border border-dashed border-border-strong px-1.5 text-text-subtle text-xs"
      >
        <ImageOff aria-hidden className="size-3.5" />
        Image not loaded{alt ? `: ${alt}` : ""}
      </span>
    );
  },
  table({ children }) {
    return (
      // In the tab order, because what scrolls must be reachable by keyboard.
      <div role="group" aria-label="Table" tabIndex={0} className="scroll-thin my-2 overflow-x-auto">
        <table>{children}</table>
      </div>
    );
  },
};

function isEmbeddedImage(url: string): boolean {
  return url.startsWith("data:image/");
}

/** A path on this origin; `//host` and `/\host` would be others. */
function isOwnPath(url: string): boolean {
  return /^\/(?![/\\])/.test(url);
}
