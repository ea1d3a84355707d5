import { expect, test } from "./fixtures";

const pages = [
  "/",
  "/tools",
  "/connections",
  "/models",
  "/memory",
  "/schedules",
  "/settings",
  "/notifications",
  "/inbox",
  "/outbox",
  "/history",
  "/api-reference",
];

for (const page of pages) {
  test(`${page} opens without an error and asks no other server for anything`, async ({
    page: tab,
    baseURL,
  }) => {
    const errors: string[] = [];
    const foreign: string[] = [];
    tab.on("pageerror", (error) => errors.push(error.message));
    tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    tab.on("request", (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(`${baseURL}/`))
        foreign.push(request.url());
    });
    const response = await tab.goto(page);
    expect(response?.status()).toBe(200);
    await expect(tab.getByRole("main")).toBeVisible();
    await expect(tab).toHaveTitle(/Lamplight/);
    expect({ errors, foreign }).toEqual({ errors: [], foreign: [] });
  });
}
