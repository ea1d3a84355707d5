// What strangers, other pages and hostile content may do: nothing. Against the production build.
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { z } from "zod";
import { connectionSchema } from "@/lib/domain/connection";
import { storedFileSchema } from "@/lib/domain/file";
import { newId } from "@/lib/domain/ids";
import { operations } from "@/lib/http/operations";
import { type ScriptedAnswer, startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import {
  approvalFor,
  approvalOf,
  approve,
  bodyOf,
  changePlan,
  literal,
  mailStep,
  makePlan,
  output,
  planOf,
  proposePlan,
  runOf,
  startRun,
  step,
  waitForRun,
  waitForStatus,
} from "./api-client";
import { readEvents } from "./event-stream";
import { searchDatabase, searchFolder, spellingsIn, spellingsOf } from "./find-secret";
import { expect, test } from "./fixtures";
import { connect, documentOf, importDocument, toolOf } from "./local-api";
import { ask, type RawAnswer, sendBytes } from "./raw-request";
import { callAction, postAction, serverActions } from "./server-actions";

const ids: Record<string, string> = {
  planId: newId("plan"),
  runId: newId("run"),
  approvalId: newId("approval"),
  envelopeId: newId("envelope"),
  questionId: newId("question"),
  fileId: newId("file"),
  toolId: "email.send",
  stepId: "s1",
  // None that is there: with the token it is removed.
  apiId: "no-such-api",
  serverId: "everything",
  kind: "smtp",
  connectionId: newId("connection"),
  importId: newId("import"),
  signInId: newId("signin"),
};
/** Every operation there is: those described, and the one the product's own pages read. */
const routes = [...operations, { method: "get", path: "/api/inbox" }].map(({ method, path: template }) => ({
  name: `${method.toUpperCase()} ${template}`,
  method: method.toUpperCase(),
  path: template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no id for ${name}`),
}));
const pages = [
  "/",
  "/inbox",
  "/tools",
  "/connections",
  "/models",
  "/memory",
  "/schedules",
  "/settings",
  "/notifications",
  "/history",
  "/outbox",
  "/api-reference",
];

const json = { "content-type": "application/json" };
const bodyFor = (method: string) => (["GET", "DELETE"].includes(method) ? {} : { body: "{}" });

test.describe("P9: every operation", () => {
  for (const { name, method, path: address } of routes) {
    test(`${name} is for the token's holder alone`, async ({ base, apiToken }) => {
      const call = (headers: Record<string, string>, at = address) =>
        ask(base, { method, path: at, headers: { ...json, ...headers }, ...bodyFor(method) });
      const strangers: [string, RawAnswer][] = [
        ["no token", await call({})],
        ["a wrong token", await call({ authorization: "Bearer wrong" })],
        ["half of the token", await call({ authorization: `Bearer ${apiToken.slice(0, -1)}` })],
        ["the token and more", await call({ authorization: `Bearer ${apiToken}x` })],
        ["another scheme", await call({ authorization: `Basic ${btoa(`api:${apiToken}`)}` })],
        ["the token in the address", await call({}, `${address}?token=${apiToken}&access_token=${apiToken}`)],
        [
          "the token in a cookie",
          await call({ cookie: `token=${apiToken}; authorization=Bearer ${apiToken}` }),
        ],
        // N9, P11: a page elsewhere has nothing to show either.
        ["another origin", await call({ origin: "https://evil.example" })],
        ["another port", await call({ origin: "http://127.0.0.1:1" })],
        ["a null origin", await call({ origin: "null" })],
        ["an empty origin", await call({ origin: "" })],
        ["an origin that only looks like it", await call({ origin: `${base}.evil.example` })],
        ["another site", await call({ "sec-fetch-site": "cross-site", referer: `${base}/` })],
        ["another page's address", await call({ referer: "https://evil.example/" })],
        // P11: headers by which Next.js talks to itself.
        ["x-middleware-subrequest", await call({ "x-middleware-subrequest": subrequests })],
        ["x-middleware-next", await call({ "x-middleware-next": "1", "x-middleware-invoke": "1" })],
        [
          "x-forwarded-host",
          await call({ "x-forwarded-host": "evil.example", origin: "http://evil.example" }),
        ],
      ];
      for (const [who, { status, headers, body }] of strangers) {
        expect(`${who}: ${status}`).toBe(`${who}: 401`);
        expect(headers["content-type"]).toBe("application/problem+json");
        expect(headers["www-authenticate"]).toBe("Bearer");
        expect(Object.keys(headers).filter((one) => one.startsWith("access-control"))).toEqual([]);
        expect(body).not.toContain(apiToken);
      }
      // Next.js itself sends these on to the same address, and has nothing to say there either.
      const prefetch = await call({ rsc: "1", "next-router-prefetch": "1", "x-nextjs-data": "1" });
      if (prefetch.status === 307) {
        expect(prefetch.headers.location).toMatch(new RegExp(`^${address}\\?_rsc=`));
        expect(prefetch.body).toBe("");
      } else expect(prefetch.status).toBe(401);
      // M4: not even with the token by another name.
      const token = { authorization: `Bearer ${apiToken}` };
      expect((await call({ ...token, host: "evil.example" })).status).toBe(421);
      if (!address.endsWith("/events")) expect((await call(token)).status).not.toBe(401);
    });
  }

  test("has no other methods, and answers no other page's questions about them", async ({ base }) => {
    for (const address of new Set(routes.map((route) => route.path))) {
      for (const method of ["PUT", "DELETE", "POST", "PATCH", "GET", "HEAD", "PROPFIND"]) {
        const { status } = await ask(base, { method, path: address });
        expect([400, 401, 404, 405], `${method} ${address}`).toContain(status);
      }
      const preflight = await ask(base, {
        method: "OPTIONS",
        path: address,
        headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
      });
      expect(Object.keys(preflight.headers).filter((one) => one.startsWith("access-control"))).toEqual([]);
    }
  });
});

const subrequests = ["middleware", "src/middleware", "proxy", "src/proxy"]
  .flatMap((name) => Array<string>(5).fill(name))
  .join(":");

test("the API says the same of itself to everybody, and nothing but its shape", async ({
  base,
  apiToken,
}) => {
  const { status, body, headers } = await ask(base, { path: "/api/openapi.json" });
  expect(status).toBe(200);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(body).not.toContain(apiToken);
  expect((await ask(base, { path: "/api/openapi.json", headers: { host: "evil.example" } })).status).toBe(
    421,
  );
});

test.describe("M4: a name that is not ours", () => {
  const hosts = [
    "evil.example",
    "127.0.0.1.evil.example:80",
    "localhost.evil.example",
    "0.0.0.0",
    "127.0.0.2",
  ];
  for (const host of hosts) {
    test(`${host} is answered nothing`, async ({ base, apiToken }) => {
      const addresses = [
        ...pages,
        "/nowhere",
        "/api/files/x",
        "/api/nowhere",
        "/_next/image?url=%2Ficon.svg&w=64&q=75",
      ];
      const extras: Record<string, string>[] = [
        {},
        { "x-middleware-subrequest": subrequests },
        { rsc: "1" },
        { "x-forwarded-host": "localhost" },
      ];
      for (const address of addresses) {
        for (const extra of extras) {
          const answer = await ask(base, {
            path: address,
            headers: { host, authorization: `Bearer ${apiToken}`, ...extra },
          });
          // A prefetch of data may be sent on to the same address, without any.
          if (answer.status === 307 && extra.rsc) expect(answer.body).toBe("");
          else expect(answer.status, address).toBe(421);
        }
      }
    });
  }
});

test.describe("N9, P11: a server action", () => {
  test("is refused to every page but ours", async ({ base }) => {
    const { port } = new URL(base);
    const origins = [
      undefined,
      "null",
      "",
      "https://evil.example",
      "http://127.0.0.1:1",
      `http://localhost:${port}`,
      `${base}.evil.example`,
    ];
    const actions = serverActions();
    expect(actions.length).toBeGreaterThanOrEqual(15);
    for (const action of actions) {
      for (const origin of origins) {
        const answer = await postAction(base, action, { argument: {}, origin });
        expect(`${action.name} from ${origin}: ${answer.status}`).toBe(`${action.name} from ${origin}: 403`);
      }
      const spoofed = await postAction(base, action, {
        argument: {},
        origin: "http://evil.example",
        headers: { "x-forwarded-host": "evil.example", "x-middleware-subrequest": subrequests },
      });
      expect(spoofed.status, action.name).toBe(403);
    }
  });

  test("refused has done nothing, and called by our own page does what it says", async ({ api, base }) => {
    const list = async () => {
      const schema = z.object({ connections: z.array(connectionSchema) });
      return (await bodyOf(await api.get("/api/connections"), 200, schema)).connections;
    };
    const before = await list();
    const action = serverActions().find(({ name }) => name === "createConnectionAction");
    if (!action) throw new Error("there is no createConnectionAction");
    const argument = {
      kind: "scim",
      name: "Refused or made",
      values: { address: "http://127.0.0.1:9/scim", token: "" },
      makeDefault: false,
    };
    await postAction(base, action, { argument, origin: "https://evil.example" });
    expect(await list()).toEqual(before);
    const made = z
      .object({ connection: connectionSchema })
      .parse(await callAction(base, action.name, argument));
    expect((await list()).map(({ id }) => id)).toContain(made.connection.id);
    await callAction(base, "removeConnectionAction", { id: made.connection.id });
    expect(await list()).toEqual(before);
  });

  test("is no way around for a form or a route that is none", async ({ base }) => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    for (const address of [...pages, "/nowhere"]) {
      const posted = await ask(base, { method: "POST", path: address, headers: form, body: "a=1" });
      expect(posted.status, address).toBe(403);
    }
  });
});

test("P11: a request in absolute form, or for another protocol, is forwarded to nobody", async ({ base }) => {
  const trap = await startScriptedHttp(() => ({ body: "trapped" }));
  try {
    const { host } = new URL(base);
    const upgrade =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    const lines = [
      `GET ${trap.origin}/ HTTP/1.1\r\nHost: ${host}\r\n`,
      `GET ${trap.origin}/ HTTP/1.1\r\nHost: ${host}\r\n${upgrade}`,
      `GET /_next/webpack-hmr HTTP/1.1\r\nHost: ${host}\r\n${upgrade}`,
      `GET /${trap.origin}/ HTTP/1.1\r\nHost: ${host}\r\nx-middleware-rewrite: ${trap.origin}/\r\n`,
      `GET /_next/image?url=${encodeURIComponent(trap.origin)}&w=64&q=75 HTTP/1.1\r\nHost: ${host}\r\n`,
      `CONNECT ${new URL(trap.origin).host} HTTP/1.1\r\nHost: ${host}\r\n`,
    ];
    const answers = await Promise.all(lines.map((line) => sendBytes(base, `${line}\r\n`)));
    for (const answer of answers) expect(answer).not.toContain("trapped");
    expect(trap.asked).toEqual([]);
    // It still answers.
    expect((await ask(base, { path: "/api/openapi.json" })).status).toBe(200);
  } finally {
    await trap.stop();
  }
});

test("P10: no spelling of a path leaves the place of files", async ({ base, apiToken, home }) => {
  const secrets = ["api-token", "secret.key", "database.json"];
  const targets = [
    ...secrets.flatMap((name) => [`../${name}`, path.join(home, name)]),
    "../../../../../etc/passwd",
  ];
  const up: ((text: string) => string)[] = [
    (text) => text,
    (text) => encodeURIComponent(text),
    (text) => encodeURIComponent(encodeURIComponent(text)),
    (text) => text.replaceAll(".", "%2e"),
    (text) => text.replaceAll("/", "%2f"),
    (text) => text.replaceAll("/", "\\"),
    (text) => text.replaceAll("/", "%5c"),
    (text) => text.replaceAll("../", "....//"),
    (text) => text.replaceAll("../", "..;/"),
    (text) => text.replaceAll(".", "%c0%ae"),
    (text) => text.replaceAll("/", "%c0%af"),
    (text) => text.replaceAll(".", "%u002e"),
    (text) => text.replaceAll("/", "\u2215").replaceAll(".", "\u2024"),
    (text) => `${text}%00`,
    (text) => `${newId("file")}/../${text}`,
    (text) => `${newId("file")}%2f..%2f${text}`,
    (text) => `file:///${text}`,
  ];
  const payloads = targets.flatMap((target) => up.map((spell) => spell(target)));
  expect(payloads.length).toBeGreaterThan(60);
  const contents = secrets.map((name) => readFileSync(path.join(home, name), "utf8").trim());
  const headers = { authorization: `Bearer ${apiToken}` };
  for (const payload of payloads) {
    for (const address of [`/api/files/${payload}`, `/api/files/${payload}/details`]) {
      // As bytes: Node refuses to send letters beyond Latin-1 in an address.
      const answer = await ask(base, { path: Buffer.from(address).toString("latin1"), headers });
      // 308: two slashes are made one, on this server.
      if (answer.status === 308) expect(answer.headers.location).toMatch(/^\/(?!\/)/);
      else expect([400, 404], address).toContain(answer.status);
      for (const content of [...contents, "root:x:0"]) expect(answer.body).not.toContain(content);
    }
  }
});

test.describe("N7: what was uploaded", () => {
  const hostile: [string, string, string][] = [
    ["page.html", "text/html", "<script>document.title='run'</script>"],
    ["page.html", "text/html; charset=utf-7", "+ADw-script+AD4-document.title='run'+ADw-/script+AD4-"],
    [
      "drawing.svg",
      "image/svg+xml",
      '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=\'run\'"/>',
    ],
    [
      "page.xhtml",
      "application/xhtml+xml",
      '<html xmlns="http://www.w3.org/1999/xhtml"><script>document.title="run"</script></html>',
    ],
    ["feed.xml", "text/xml", '<?xml-stylesheet href="javascript:document.title=1"?><x/>'],
    ["code.js", "text/javascript", "document.title='run'"],
    ["paper.pdf", "application/pdf", "%PDF-1.4 /JS (app.alert(1))"],
    ["page.mht", "multipart/related", "<script>1</script>"],
    ["nothing", "", "<script>document.title='run'</script>"],
    ["header", "text/html\r\nx-injected: yes", "<script>1</script>"],
  ];
  const upload = async (api: APIRequestContext, [name, mediaType, text]: (typeof hostile)[number]) => {
    const head = `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${mediaType}`;
    const answer = await api.post("/api/files", {
      data: `--cut\r\n${head}\r\n\r\n${text}\r\n--cut--\r\n`,
      headers: { "content-type": "multipart/form-data; boundary=cut" },
    });
    return bodyOf(answer, 201, storedFileSchema);
  };

  test("is handed out to be kept, not shown, and could do nothing if it were", async ({ api }) => {
    for (const file of hostile) {
      const { id } = await upload(api, file);
      const headers = (await api.get(`/api/files/${id}`)).headers();
      expect(headers["content-disposition"]).toMatch(/^attachment; /);
      expect(headers["content-security-policy"]).toMatch(/^sandbox; default-src 'none'/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers).not.toHaveProperty("x-injected");
    }
    const image = await upload(api, ["lie.png", "image/png", "<script>document.title='run'</script>"]);
    const drawn = (await api.get(`/api/files/${image.id}`)).headers();
    expect(drawn).toMatchObject({ "content-type": "image/png", "x-content-type-options": "nosniff" });
    expect(drawn["content-security-policy"]).toMatch(/^sandbox;/);
  });

  test("runs nothing in a browser, opened or framed or taken for a script", async ({ api, page }) => {
    const [html, svg] = [
      await upload(api, hostile[0] ?? ["", "", ""]),
      await upload(api, hostile[2] ?? ["", "", ""]),
    ];
    const code = await upload(api, hostile[5] ?? ["", "", ""]);
    await page.goto("/history");
    const title = await page.title();
    for (const file of [html, svg]) {
      const download = page.waitForEvent("download");
      await page.evaluate((id) => window.location.assign(`/api/files/${id}`), file.id);
      expect((await download).suggestedFilename()).toBe(file.name);
    }
    await page.evaluate(
      async ([frameId, scriptId]) => {
        const load = (element: HTMLElement) =>
          new Promise((resolve) => {
            element.addEventListener("load", resolve);
            element.addEventListener("error", resolve);
            document.body.append(element);
          });
        const script = document.createElement("script");
        script.src = `/api/files/${scriptId}`;
        script.setAttribute("nonce", "guess");
        const object = document.createElement("object");
        object.data = `/api/files/${frameId}`;
        await Promise.all([load(script), load(object)]);
      },
      [html.id, code.id],
    );
    expect(await page.title()).toBe(title);
  });
});

test.describe("N7: pages", () => {
  test("run only their own scripts, by a nonce of one answer, and may not be framed", async ({
    base,
    apiToken,
  }) => {
    const nonces = new Set<string>();
    for (const address of [...pages, "/nowhere", `/plans/${newId("plan")}`, "/plans/x"]) {
      const { headers, body } = await ask(base, { path: address });
      const policy = String(headers["content-security-policy"]);
      const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1] ?? "";
      expect(nonce).toMatch(/^[A-Za-z0-9+/=]{20,}$/);
      nonces.add(nonce);
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/);
      for (const directive of [
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
      ]) {
        expect(policy).toContain(directive);
      }
      expect(headers).toMatchObject({
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
      });
      expect(headers).not.toHaveProperty("x-powered-by");
      const scripts = [...body.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts.length).toBeGreaterThan(0);
      for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
      expect(body).not.toContain(apiToken);
    }
    expect(nonces.size).toBe(pages.length + 3);
  });

  const payload = [
    "<img src=x onerror=\"window.hit='img'\"><script>window.hit='script'</script>",
    "<svg/onload=window.hit='svg'><iframe srcdoc=\"<script>parent.hit='frame'</script>\"></iframe>",
    "[link](javascript:window.hit='link') ![](http://127.0.0.1:9/pixel.png) ![x][ref]\n\n[ref]: http://127.0.0.1:9/ref.png",
    "</script><script>window.hit='escape'</script>{{constructor.constructor('window.hit=1')()}}",
  ].join("\n\n");

  test("show hostile text as text, run nothing of it and ask nobody else for anything", async ({
    api,
    page,
    base,
  }) => {
    const html = `<script>window.hit='mail'</script><img src="http://127.0.0.1:9/mail.png"><a href="javascript:window.hit='a'">x</a><form action="http://127.0.0.1:9/"><button>x</button></form><style>@import url(http://127.0.0.1:9/x.css);body{background:url(http://127.0.0.1:9/bg.png)}</style>`;
    const title = payload.slice(0, 200);
    const subject = `Hostile ${title}`.replace(/\s+/g, " ");
    const to = literal(["ada@lamplight.example"]);
    const note = step("note", "file.write", { name: literal("x.txt"), content: literal(payload) });
    const inputs = { to, subject: literal(subject), text: literal(payload), html: literal(html) };
    const steps = [{ ...note, title }, step("mail", "email.send", inputs, ["note"])];
    const proposed = await proposePlan(api, payload);
    const plan = await planOf(
      await changePlan(api, proposed, [{ kind: "restore", steps, policy: proposed.policy }]),
    );
    const asked: string[] = [];
    page.on("request", (one) => asked.push(one.url()));
    const policies: string[] = [];
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) policies.push(message.text());
    });
    const visit = async (address: string) => {
      await page.goto(address);
      await expect(page.getByText("onerror").first()).toBeVisible();
      expect(await page.evaluate(() => Reflect.get(window, "hit"))).toBeUndefined();
    };
    await visit(`/plans/${plan.id}`);
    const run = await startRun(api, plan);
    const first = await approvalFor(api, run.id);
    await visit(`/runs/${run.id}`);
    await visit("/inbox");
    await approvalOf(await approve(api, first));
    await waitForRun(api, run.id, (one) => one.steps.mail?.status === "waiting-approval");
    await approvalOf(await approve(api, await approvalFor(api, run.id)));
    await waitForStatus(api, run.id, "completed");
    await visit(`/runs/${run.id}`);
    await visit("/history");
    await visit("/");
    await visit("/outbox");
    await page.getByText("Hostile").first().click();
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => Reflect.get(window, "hit"))).toBeUndefined();
    const outside = asked.filter((url) => !url.startsWith(`${base}/`) && !/^(data|blob|about):/.test(url));
    expect(outside).toEqual([]);
    expect(policies).toEqual([]);
  });
});

test("the token and the keys are for their owner's eyes", ({ home }) => {
  for (const name of ["api-token", "secret.key", "database.json"]) {
    expect(`${name} ${(statSync(path.join(home, name)).mode & 0o077).toString(8)}`).toBe(`${name} 0`);
  }
  for (const name of ["logs", "files"]) {
    expect(`${name} ${(statSync(path.join(home, name)).mode & 0o077).toString(8)}`).toBe(`${name} 0`);
  }
});

test("S1: a connection's secret is nowhere after calls that work, are refused, err and echo it", async ({
  api,
  apiToken,
  base,
  home,
}) => {
  // Letters that URLs and base64 write otherwise.
  const secret = `canary/+=&?%-${newId("file").slice(5)}`;
  const spellings = spellingsOf(secret);
  const service = await startScriptedHttp(({ path: asked, headers }): ScriptedAnswer => {
    const given = headers.authorization ?? "";
    const encoded = Buffer.from(given).toString("base64");
    if (asked === "/works") return { body: { value: `You sent ${given}, that is ${encoded}` } };
    if (asked === "/refuses")
      return { status: 401, body: { error: `bad ${given}`, hex: Buffer.from(given).toString("hex") } };
    if (asked === "/errs") return { status: 500, body: `crash at ${encodeURIComponent(given)} ${given}` };
    if (asked === "/garbles")
      return { body: `<html>${given}`, headers: { "content-type": "application/json", "x-echo": given } };
    return { status: 302, headers: { location: `http://127.0.0.1:9/?auth=${encodeURIComponent(given)}` } };
  });
  try {
    const paths = ["/works", "/refuses", "/errs", "/garbles", "/redirects"];
    const document = documentOf({ title: "Echo chamber", server: service.origin, paths, security: "bearer" });
    const imported = await importDocument(api, document);
    const connectionId = await connect(base, imported, { address: service.origin, token: secret });
    const answers: string[] = [];
    const keep = async (answer: { text(): Promise<string> }) => answers.push(await answer.text());
    answers.push(JSON.stringify(await callAction(base, "testConnectionAction", { id: connectionId })));

    const calls = paths.map((one) => step(one.slice(1), toolOf(imported.tools, one).id, {}));
    const mail = mailStep("mail", literal(["ada@lamplight.example"]), "Echo", ["works"]);
    mail.inputs.text = output("works", "value");
    const plan = await makePlan(api, [...calls, mail]);
    const run = await startRun(api, plan);
    const failing = ["refuses", "errs", "garbles", "redirects"];
    await waitForRun(
      api,
      run.id,
      (one) =>
        failing.every((id) => one.steps[id]?.status === "failed") &&
        one.steps.mail?.status === "waiting-approval",
    );
    // It was sent, and to its own origin alone (P8).
    expect(
      service.asked.filter(({ headers }) => headers.authorization === `Bearer ${secret}`).length,
    ).toBeGreaterThanOrEqual(5);
    await approvalOf(await approve(api, await approvalFor(api, run.id)));
    await waitForRun(api, run.id, (one) => one.steps.mail?.status === "completed");

    // Other kinds of services, whose servers refuse it.
    const ports = z
      .object({ sandboxHttp: z.number(), sandboxSmtp: z.number(), postgres: z.number() })
      .parse(JSON.parse(readFileSync(path.join(home, "ports.json"), "utf8")));
    const http = `http://127.0.0.1:${ports.sandboxHttp}`;
    const kinds: [string, Record<string, string | number>][] = [
      [
        "smtp",
        {
          host: "127.0.0.1",
          port: ports.sandboxSmtp,
          encryption: "none",
          user: "eve",
          password: secret,
          from: "eve@lamplight.example",
        },
      ],
      ["slack", { address: `${http}/slack/api/`, token: secret }],
      [
        "twilio",
        {
          address: `${http}/twilio`,
          accountSid: "AC00000000000000000000000000000555",
          authToken: secret,
          from: "+14155550199",
        },
      ],
      [
        "postgres",
        {
          host: "127.0.0.1",
          port: ports.postgres,
          database: "lamplight",
          user: "eve",
          password: secret,
          ssl: "off",
        },
      ],
      ["scim", { address: `${http}/scim/v2`, token: secret }],
    ];
    const made = [connectionId];
    for (const [kind, values] of kinds) {
      const request = { kind, name: `Canary ${kind}`, values, makeDefault: false };
      const saved = await callAction(base, "createConnectionAction", request);
      const { connection } = z.object({ connection: connectionSchema }).parse(saved);
      made.push(connection.id);
      const tested = await callAction(base, "testConnectionAction", { id: connection.id });
      expect(tested, kind).toMatchObject({ kind: "fails" });
      answers.push(JSON.stringify([saved, tested]));
    }

    await keep(await api.get(`/api/runs/${run.id}`));
    await keep(await api.get(`/api/plans/${plan.id}`));
    for (const address of [
      "/api/connections",
      "/api/outbox",
      "/api/approvals",
      "/api/runs",
      "/api/inbox",
      "/api/tools/search?limit=100",
    ]) {
      await keep(await api.get(address));
    }
    const { seq } = await runOf(await api.get(`/api/runs/${run.id}`));
    const stream = { address: base, token: apiToken, runId: run.id };
    const { events } = await readEvents(stream, (read) => read.events.at(-1)?.seq === seq);
    answers.push(JSON.stringify(events));
    for (const address of [`/runs/${run.id}`, `/plans/${plan.id}`, "/connections", "/outbox", "/inbox"]) {
      answers.push((await ask(base, { path: address })).body);
    }
    expect(answers.flatMap((text) => spellingsIn(text, spellings))).toEqual([]);
    expect(answers.join("")).toContain("[secret]");
    await runOf(await api.post(`/api/runs/${run.id}/cancel`));

    const database = await searchDatabase(home, spellings);
    expect(database.hits).toEqual([]);
    expect(database.tables).toEqual(expect.arrayContaining(["public.run_events", "public.connections"]));
    const folder = searchFolder(home, spellings);
    expect(folder.hits).toEqual([]);
    expect(folder.files).toBeGreaterThan(100);
    // The search itself finds what is there.
    expect((await searchDatabase(home, ["Echo chamber"])).hits.length).toBeGreaterThan(0);
    expect(searchFolder(home, ["Echo chamber"]).hits.length).toBeGreaterThan(0);
    for (const id of made) await callAction(base, "removeConnectionAction", { id });
  } finally {
    await service.stop();
  }
});
