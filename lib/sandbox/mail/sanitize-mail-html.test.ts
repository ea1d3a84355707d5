import { describe, expect, test } from "vitest";
import { sanitizeMailHtml } from "./sanitize-mail-html";

test("a table with its looks stays as it is", () => {
  const html =
    '<table width="100%" cellpadding="4" style="border-collapse:collapse"><thead><tr><th align="left">Quarter</th></tr></thead>' +
    '<tbody><tr><td style="padding:4px 8px;border:1px solid #ccc;text-align:right">$1,234</td></tr></tbody></table>';
  expect(sanitizeMailHtml(html)).toBe(html);
});

test("links open elsewhere and say nothing of where they come from", () => {
  expect(sanitizeMailHtml('<a href="https://example.com/x?y=1">x</a>')).toBe(
    '<a href="https://example.com/x?y=1" target="_blank" rel="noopener noreferrer nofollow">x</a>',
  );
});

describe("N7: nothing runs and nothing loads", () => {
  const payloads = [
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/pixel.png">',
    '<img src="//evil.example/pixel.png">',
    '<img srcset="https://evil.example/a.png 1x" src="data:image/png;base64,AAAA">',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    '<img src="cid:unknown">',
    '<picture><source srcset="https://evil.example/a.png"></picture>',
    '<svg onload="alert(1)"><image href="https://evil.example/x"/></svg>',
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://evil.example/x"></object><embed src="https://evil.example/x">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    "<style>body{background:url(https://evil.example/x)}</style>",
    '<style>@import "https://evil.example/x.css";</style>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<div style="background:url(https://evil.example/x)">x</div>',
    '<div style="background-image: url(&quot;https://evil.example/x&quot;)">x</div>',
    '<div style="color:red;background-color:url(https://evil.example)">x</div>',
    '<div style="width:expression(alert(1))">x</div>',
    '<div style="font-family:x;list-style:url(https://evil.example/x)">x</div>',
    '<table background="https://evil.example/x"><tr><td background="https://evil.example/y">x</td></tr></table>',
    '<body background="https://evil.example/x" onload="alert(1)">x</body>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    '<a href="x" ping="https://evil.example/x">x</a>',
    '<form action="https://evil.example"><input name=q><button>go</button></form>',
    '<video src="https://evil.example/x" poster="https://evil.example/y"></video>',
    '<audio src="https://evil.example/x"></audio>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    '<p onclick="alert(1)" onmouseover=alert(1)>x</p>',
    '<p id="location" name="body" class="x">x</p>',
    '<q cite="https://evil.example/x">x</q>',
    "<xss/onload=alert(1)>",
    "<<script>alert(1)//<</script>",
    '"><img src=x onerror=alert(1)>',
    "<IMG SRC=JaVaScRiPt:alert(1)>",
    '<img src="data:image/png;base64,AAAA" onload=alert(1)>',
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
  ];

  test.each(payloads)("%s", (payload) => {
    const safe = sanitizeMailHtml(payload);
    const tags = [...safe.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag.toLowerCase());
    for (const tag of tags) {
      expect(tag).not.toMatch(
        /^<(script|style|svg|math|iframe|object|embed|link|meta|base|form|input|video|audio|template|textarea)/,
      );
      expect(tag).not.toMatch(
        /\son\w+\s*=|javascript:|vbscript:|url\(|expression|srcset|background=|\b(id|class|name|ping|cite)=/,
      );
      expect(tag).not.toMatch(/evil/);
      if (tag.startsWith("<img")) expect(tag).toMatch(/src="data:image\/(png|jpeg|gif|webp);base64,/);
    }
    expect(safe).not.toMatch(/alert\(1\)\/\/|<script/i);
  });
});
