// Language models in the browser: configured, tried, used; a plan that grows while one writes it; what is left behind.
import type { AnswerItem } from "@/lib/ai/plan-answer";
import { startScriptedModel } from "@/lib/ai/testing/scripted-model";
import { addStep, changes, output, value, words } from "@/lib/ai/testing/written-plans";
import { planningRecordSchema } from "@/lib/domain/planning-record";
import { addModel, modelKey as key } from "./add-model";
import { expectSound } from "./expect-sound";
import { searchDatabase, searchFolder, spellingsIn, spellingsOf } from "./find-secret";
import { expect, test } from "./fixtures";
import { ask } from "./raw-request";

const goal = "Look up the marketing team and email them that the office is closed";
const steps = [
  addStep(
    "s1",
    "directory.lookup",
    { who: value("marketing team", "marketing team") },
    { title: "Find the marketing team", words: "the marketing team" },
  ),
  addStep(
    "s2",
    "email.send",
    { to: output("s1", "emails"), subject: value("Office"), text: words(`Closed. My key is ${key}.`) },
    { title: `Tell them <img src=x> ${key}`, words: "email them that the office is closed" },
  ),
].map((step) => JSON.stringify(step));

test("S1, A3: a model is configured and tried, writes a plan that grows in sight, and its key is nowhere", async ({
  page,
  api,
  base,
  home,
}) => {
  test.setTimeout(180_000);
  const model = await startScriptedModel();
  try {
    await addModel(page, model);
    const row = page.getByRole("region", { name: "openai-compatible/scripted" });
    await expect(page.getByText("No model is in use")).toBeVisible();

    // What went wrong is said with what to do; a service that echoes the key doesn't get it shown.
    const fails: [Parameters<typeof model.answers.push>[0], RegExp][] = [
      [
        { kind: "status", status: 401, message: `no such key: ${key}` },
        /refused the key \(HTTP 401\).*\[secret\]/,
      ],
      [{ kind: "status", status: 404, message: "not found" }, /There is no such model/],
      [{ kind: "text", text: "A boat, of course!" }, /not in the form asked for/],
      [{ kind: "text", text: '{"answer":"spoon"}' }, /“spoon” carries nobody across a lake/],
    ];
    for (const [answer, said] of fails) {
      model.answers.splice(0, model.answers.length, answer);
      await row.getByRole("button", { name: "Test" }).click();
      await expect(row.getByText(said)).toBeVisible();
    }
    await row.getByRole("button", { name: "Use", exact: true }).click();
    await expect(row.getByText("In use", { exact: true })).toBeVisible();
    await expectSound(page, "the Models page");

    // The plan grows step by step.
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    model.requests.length = 0;
    model.answers.splice(0, model.answers.length, {
      kind: "stream",
      pieces: [`{"changes":[${steps[0]}`, first.promise, `,${steps[1]}`, second.promise, "]}"],
    });
    await page.goto("/");
    await page.getByRole("textbox", { name: "Goal" }).fill(goal);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    const canvas = page.getByRole("application");
    await expect(page.getByText("1 step so far")).toBeVisible();
    await expect(canvas.getByText("Find the marketing team")).toBeVisible();
    await expect(canvas.getByText(/Tell them/)).toHaveCount(0);
    await expectSound(page, "the growing plan");
    first.resolve();
    await expect(page.getByText("2 steps so far")).toBeVisible();
    await expect(canvas.getByText("Tell them <img src=x> [secret]")).toBeVisible();
    second.resolve();
    await page.waitForURL(/\/plans\//);
    expect(await page.locator("img[src=x]").count()).toBe(0);

    // What planning took, and what the model was sent.
    await expect(
      page.getByText(/with openai-compatible\/scripted: 1,200 tokens in, 80 out, \$0\.00\d+/),
    ).toBeVisible();
    const planId = new URL(page.url()).pathname.split("/").at(-1);
    await page.getByRole("button", { name: "What the model was sent" }).click();
    const sent = page.getByRole("dialog", { name: "What the model was sent" });
    await expect(sent.getByRole("region", { name: "Sent" })).toContainText(goal);
    await expectSound(page, "what the model was sent");
    const record = planningRecordSchema.parse(await (await api.get(`/api/plans/${planId}/planning`)).json());
    expect(record).toMatchObject({ inputTokens: 1200, outputTokens: 80, costUsd: 0.002 });
    const { plans } = await (await api.get("/api/plans")).json();
    expect(plans[0]).toMatchObject({
      id: planId,
      planning: { model: "openai-compatible/scripted", costUsd: 0.002 },
    });

    // The key went out as a header, and is nowhere else: not in what the model was sent, not in anything kept or shown.
    expect(model.requests.every(({ authorization }) => authorization === `Bearer ${key}`)).toBe(true);
    const spellings = spellingsOf(key);
    const texts = [...model.requests.map(({ raw }) => raw)];
    for (const path of ["/models", `/plans/${planId}`]) texts.push((await ask(base, { path })).body);
    for (const path of [
      "/api/models",
      "/api/connections",
      `/api/plans/${planId}`,
      `/api/plans/${planId}/planning`,
    ])
      texts.push(await (await api.get(path)).text());
    expect(texts.flatMap((text) => spellingsIn(text, spellings))).toEqual([]);
    expect((await searchDatabase(home, spellings)).hits).toEqual([]);
    expect(searchFolder(home, spellings).hits).toEqual([]);

    // Removed: the planner that is built in plans.
    await page.goto("/models");
    await row.getByRole("button", { name: /^More for/ }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("No model yet")).toBeVisible();
    const asked = model.requests.length;
    const proposed = await api.post("/api/goals", { data: { goal } });
    expect(await proposed.json()).toMatchObject({ planner: "embedded" });
    expect(model.requests).toHaveLength(asked);
  } finally {
    await model.close();
  }
});

test("a planning is canceled and leaves nothing; one nobody watches any more is stored when it is whole", async ({
  page,
  api,
}) => {
  test.setTimeout(120_000);
  const model = await startScriptedModel();
  const goals = async () => {
    const { plans } = await (await api.get("/api/plans")).json();
    return plans.map((plan: { goal: string }) => plan.goal);
  };
  const plan = async (text: string) => {
    // What was typed before comes back by itself.
    await page.evaluate(() => sessionStorage.clear());
    await page.goto("/");
    await page.getByRole("textbox", { name: "Goal" }).fill(text);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await expect(page.getByText("1 step so far")).toBeVisible();
  };
  try {
    await addModel(page, model);
    await page.getByRole("button", { name: "Use", exact: true }).click();
    await expect(page.getByText("In use", { exact: true })).toBeVisible();

    const unfinished = `${goal}, canceled`;
    model.answers.splice(0, model.answers.length, {
      kind: "stream",
      pieces: [`{"changes":[${steps[0]}`],
      end: "never",
    });
    await plan(unfinished);
    // By keyboard: the focus is on it.
    await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Goal" })).toHaveValue(unfinished);
    expect(await goals()).not.toContain(unfinished);

    const left = `${goal}, unwatched`;
    const rest = Promise.withResolvers<void>();
    model.answers.splice(0, model.answers.length, {
      kind: "stream",
      pieces: [`{"changes":[${steps[0]}`, rest.promise, `,${steps[1]}]}`],
    });
    await plan(left);
    await page.goto("/inbox");
    expect(await goals()).not.toContain(left);
    rest.resolve();
    await expect.poll(goals).toContain(left);

    // What the model writes wrong is completed by the planner that is built in, and the plan says so.
    model.answers.splice(0, model.answers.length, {
      kind: "stream",
      pieces: [`{"changes":[${steps[0]},`],
      end: "cut",
    });
    await page.goto("/");
    await page.getByRole("textbox", { name: "Goal" }).fill(goal);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.waitForURL(/\/plans\//);
    await expect(page.getByText(/was not whole: .* The embedded planner added/)).toBeVisible();
  } finally {
    await page.goto("/models");
    await page.getByRole("button", { name: "Stop using" }).click();
    await expect(page.getByText("No model is in use")).toBeVisible();
    await model.close();
  }
});

test("a model improves the draft, and reads a change of the plan the built-in planner doesn't", async ({
  page,
  api,
}) => {
  test.setTimeout(120_000);
  const model = await startScriptedModel();
  const answer = (...items: AnswerItem[]) => model.answers.splice(0, model.answers.length, changes(...items));
  try {
    await addModel(page, model);
    const row = page.getByRole("region").filter({ hasText: model.baseUrl });
    await row.getByRole("button", { name: "Use", exact: true }).click();
    const roles = page.getByRole("radiogroup", { name: "What the model does" });
    await expect(roles.getByRole("radio", { name: "Writes the plan" })).toBeChecked();
    // By keyboard, and it stays chosen.
    await roles.getByRole("radio", { name: "Writes the plan" }).focus();
    await page.keyboard.press("ArrowDown", { delay: 100 });
    await expect(roles.getByRole("radio", { name: "Improves a draft" })).toBeChecked();
    await expectSound(page, "what the model does");
    await expect.poll(async () => (await (await api.get("/api/models")).json()).role).toBe("improves");
    await page.reload();
    await expect(roles.getByRole("radio", { name: "Improves a draft" })).toBeChecked();

    answer({ kind: "rename-step", step: "s2", title: "Write to them kindly" });
    await page.goto("/");
    await page.getByRole("textbox", { name: "Goal" }).fill(goal);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.waitForURL(/\/plans\//);
    await expect(page.getByText(/made a draft, and openai-compatible\/scripted improved it/)).toBeVisible();
    await expect(page.getByLabel("Step: Write to them kindly")).toBeVisible();

    // A request in words nobody built in: the proposal says that a model wrote it, and nothing is changed before it is taken.
    answer(
      { kind: "rename-step", step: "s2", title: "Freundlich schreiben" },
      addStep("s3", "slack.postMessage", {
        destination: value("#office"),
        text: words("Closed <b>today</b>."),
      }),
    );
    const box = page.getByRole("textbox", { name: "Change the plan in words" });
    await box.fill("mach das bitte freundlicher");
    await box.press("Enter");
    const parts = page.getByRole("list", { name: "Changes" }).getByRole("listitem").getByRole("article");
    await expect(parts).toHaveCount(2);
    await expect(parts.nth(0)).toContainText("Written by a model");
    await expect(
      page.getByText(/Read in .* with openai-compatible\/scripted: 1,200 tokens in, 80 out/),
    ).toBeVisible();
    await expect(page.getByLabel("New step: Step s3")).toBeVisible();
    await expectSound(page, "a proposal a model wrote");
    await parts.nth(1).getByRole("checkbox").click();
    await page.getByRole("button", { name: "Accept 1 of 2" }).click();
    await expect(page.getByLabel("Step: Freundlich schreiben")).toBeVisible();

    // One that takes for ever is stopped.
    model.answers.splice(0, model.answers.length, {
      kind: "stream",
      pieces: ['{"changes": ['],
      end: "never",
    });
    await box.fill("mach das bitte freundlicher");
    await box.press("Enter");
    await page.getByRole("button", { name: "Stop asking" }).click();
    await expect(page.getByText("Stopped. Nothing was changed.")).toBeVisible();
  } finally {
    await page.goto("/models");
    await page.getByRole("button", { name: "Stop using" }).click();
    await expect(page.getByText("No model is in use")).toBeVisible();
    await model.close();
  }
});
