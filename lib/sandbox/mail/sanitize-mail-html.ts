// What of a received HTML message is kept: its looks, nothing that runs or that loads anything (N7).
import sanitizeHtml, { type IOptions } from "sanitize-html";

const colour = /^(#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s,.%]{1,40}\))$/i;
const length = /^-?\d{1,5}(\.\d{1,3})?(px|pt|em|rem|%|)$/i;
const lengths =
  /^(-?\d{1,5}(\.\d{1,3})?(px|pt|em|rem|%|)|auto)( (-?\d{1,5}(\.\d{1,3})?(px|pt|em|rem|%|)|auto)){0,3}$/i;
const border =
  /^(\d{1,2}(px|pt|)|none|0)( (solid|dashed|dotted|double|none))?( (#[0-9a-f]{3,8}|[a-z]{3,20}))?$/i;
const word = /^[a-z-]{2,20}$/i;
const fonts = /^[\w\s,'"-]{1,200}$/;

/** Only values without functions: no `url(…)` can be in one. */
const styles: Record<string, RegExp[]> = {
  ...Object.fromEntries(["color", "background-color", "border-color"].map((name) => [name, [colour]])),
  ...Object.fromEntries(["padding", "margin"].map((name) => [name, [lengths]])),
  ...Object.fromEntries(
    [
      "width",
      "height",
      "max-width",
      "min-width",
      "font-size",
      "line-height",
      "border-spacing",
      "border-radius",
    ]
      .concat(
        ["padding", "margin"].flatMap((name) =>
          ["top", "right", "bottom", "left"].map((side) => `${name}-${side}`),
        ),
      )
      .map((name) => [name, [length, word]]),
  ),
  ...Object.fromEntries(
    ["border", "border-top", "border-right", "border-bottom", "border-left"].map((name) => [name, [border]]),
  ),
  ...Object.fromEntries(
    [
      "text-align",
      "vertical-align",
      "font-style",
      "text-decoration",
      "border-collapse",
      "white-space",
      "display",
    ].map((name) => [name, [word]]),
  ),
  "font-weight": [/^(\d{3}|bold|normal|lighter|bolder)$/],
  "font-family": [fonts],
};

const inlineImage = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/;

const options: IOptions = {
  allowedTags: (
    "h1 h2 h3 h4 h5 h6 p div span br hr blockquote pre code kbd a b strong i em u s del ins sub sup small mark abbr " +
    "ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td img figure figcaption center font"
  ).split(" "),
  allowedAttributes: {
    "*": ["style", "align", "dir", "lang", "title"],
    a: ["href", "target", "rel"],
    img: ["src", "alt", "width", "height"],
    td: ["colspan", "rowspan", "width", "valign", "bgcolor"],
    th: ["colspan", "rowspan", "width", "valign", "bgcolor", "scope"],
    table: ["width", "border", "cellpadding", "cellspacing", "bgcolor"],
    tr: ["bgcolor", "valign"],
    col: ["span", "width"],
    ol: ["start", "type"],
    font: ["color", "size"],
  },
  allowedStyles: { "*": styles },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
  // The text of these would be shown as text of the message.
  nonTextTags: ["script", "style", "textarea", "option", "noscript", "title", "template", "svg", "math"],
  exclusiveFilter: ({ tag, attribs }) => tag === "img" && !inlineImage.test(attribs.src ?? ""),
  transformTags: {
    a: (tagName, attribs) => ({
      tagName,
      attribs: { ...attribs, target: "_blank", rel: "noopener noreferrer nofollow" },
    }),
  },
  disallowedTagsMode: "discard",
  nestingLimit: 100,
};

/** HTML without scripts, forms, styles of the page, and anything that would load from elsewhere. */
export function sanitizeMailHtml(html: string): string {
  return sanitizeHtml(html, options).trim();
}
