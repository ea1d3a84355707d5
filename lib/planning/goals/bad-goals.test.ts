// Goals that contradict themselves, name days that don't exist or may be two, ask for nothing, or are not in English.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toolIdSchema } from "@/lib/domain/ids";
import { planGoal } from "@/lib/planning/embedded/plan-goal";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { checkGoals, type GoalCase } from "./check-goals";
import { accountsFile, type GoalWorkspace, openGoalWorkspace } from "./goal-workspace";
import { outline } from "./outline";

const column = (name: string, type: "text" | "number") => ({ name, type });
const customers = {
  ...accountsFile,
  name: "customers.csv",
  columns: [column("Name", "text"), column("E-mail", "text"), column("Phone", "text")],
};
const file = 's1 file.read(fileId = "file_0123456789abcdef")';
const sales =
  's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"])';
const each = (title: string) => `“${title}” is done once for each item, at most 100 times.`;
const contradiction = (wanted: string, forbidden: string): GoalCase => ({
  goal: `${wanted} but ${forbidden}`,
  plan: [`not served: ${wanted}`],
  notes: [
    `“${wanted}” and “${forbidden}” contradict each other, so neither is planned. Say which of them holds.`,
  ],
});

checkGoals("goals that contradict themselves", [
  contradiction("send it to Anna", "don't send anything"),
  contradiction("email the sales report to Ada", "don't email anyone"),
  contradiction("Email the sales report to marketing", "do not send it to marketing"),
  contradiction("Post the quarterly sales to #sales", "don't post anything to slack"),
  contradiction("Book a flight from Berlin to Oslo on Friday", "don't book anything"),
  {
    goal: "Get the sales by region and text them to Bob, but never text anybody",
    plan: [sales, "not served: text them to Bob"],
    notes: [
      "“text them to Bob” and “never text anybody” contradict each other, so neither is planned. Say which of them holds.",
    ],
  },
  {
    goal: "Email everyone in sales but don't email Bob",
    plan: [
      's1 directory.lookup(who = "everyone in sales")',
      "s2 email.send(to = s1.emails; subject = ask(What should the subject be?); text = ask(What should the message say?))",
      "not served: don't email Bob",
    ],
    notes: ["“don't email Bob” could not be taken into account. Check that no step does it."],
  },
  {
    goal: "Get the weather in Oslo and don't tell anybody",
    plan: ['s1 weather.getForecast(place = "Oslo")'],
  },
  {
    goal: "Email Ada the weather in Oslo but don't send a text",
    plan: [
      's1 weather.getForecast(place = "Oslo")',
      's2 directory.lookup(who = "Ada")',
      's3 email.send(to = s2.emails; subject = "Weather in Oslo"; text = "Hello Ada,\\n\\nHere is the weather in Oslo:\\n\\n" + s1.summary + "\\n")',
    ],
  },
  {
    goal: "Email Ada saying don't send anything to Bob",
    plan: [
      's1 directory.lookup(who = "Ada")',
      's2 email.send(to = s1.emails; subject = "Don\'t send anything to Bob"; text = "Don\'t send anything to Bob.")',
    ],
  },
]);

const circle = (goal: string, way: string): GoalCase => ({
  goal,
  plan: [`not served: ${goal}`],
  notes: [`The parts of this goal wait for each other: ${way}. Say which comes first.`],
});

checkGoals("goals whose parts wait for each other", [
  circle(
    "use the result of the second for the first and of the first for the second",
    "part 2 has to come before part 1, which has to come before part 2",
  ),
  circle(
    "step 1: use the output of step 2. step 2: use the output of step 1.",
    "part 2 has to come before part 1, which has to come before part 2",
  ),
  circle(
    "Do A after B, B after C and C after A",
    "“b” has to come before “a”, which has to come before “c”, which has to come before “b”",
  ),
  circle(
    "After emailing Ada, get the weather; before emailing Ada, get the weather",
    "“email ada” has to come before “get weather”, which has to come before “email ada”",
  ),
]);

const forecast = (place: string, question: string) => [
  `s1 weather.getForecast(place = "${place}"; date = ask(${question}))`,
];

checkGoals("goals with days that don't exist, or may be two", [
  {
    goal: "What is the weather on 31 February in Rome?",
    plan: forecast("Rome", "“31 February” is no day of the calendar: which day is meant?"),
  },
  {
    goal: "What is the weather on 2027-02-31 in Rome?",
    plan: forecast("Rome", "“2027-02-31” is no day of the calendar: which day is meant?"),
  },
  {
    goal: "What is the weather in Rome on February 29, 2027?",
    plan: forecast("Rome", "“February 29, 2027” is no day of the calendar: which day is meant?"),
  },
  {
    goal: "weather in Oslo on 03/04",
    plan: forecast(
      "Oslo",
      "“03/04” can be Thursday, 4 March 2027 or Saturday, 3 April 2027: which is meant?",
    ),
  },
  {
    goal: "weather in Oslo on 25/12",
    plan: ['s1 weather.getForecast(place = "Oslo"; date = "2026-12-25")'],
    notes: ["“25/12” is read as Friday, 25 December 2026."],
  },
  {
    goal: "Email Ada that we meet on 03/04",
    plan: [
      's1 directory.lookup(who = "Ada")',
      's2 email.send(to = s1.emails; subject = "We meet on 03/04"; text = "We meet on 03/04.")',
    ],
  },
  {
    goal: "sales by region from 13/04/2016 to 05/06/2016",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"]; filters = [{"column":"order_date","operator":"between","value":["2016-04-13","2016-06-05"]}])',
      's2 data.analyze(table = s1.table; focus = "Sales by region from 13/04/2016 to 05/06/2016")',
    ],
  },
]);

checkGoals("goals that are wishes, though not put as requests", [
  {
    goal: "every customer in the file gets an email",
    files: [customers],
    plan: [
      file,
      "s2 email.send(to = [item.E-mail]; subject = ask(What should the subject be?); text = ask(What should the message say?)) for each s1.table ≤ 100",
    ],
    notes: [each("Send every customer in the file an email")],
  },
  {
    goal: "each customer in the file should receive a text saying hello",
    files: [customers],
    plan: [file, 's2 sms.send(to = [item.Phone]; text = "Hello.") for each s1.table ≤ 100'],
    notes: [each("Send each customer in the file a text saying hello")],
  },
  {
    goal: "for each city in Berlin, Oslo and Rome get the weather",
    plan: ["Berlin", "Oslo", "Rome"].map((place, i) => `s${i + 1} weather.getForecast(place = "${place}")`),
  },
  {
    goal: "get the weather for each of Berlin, Oslo and Rome",
    plan: ["Berlin", "Oslo", "Rome"].map((place, i) => `s${i + 1} weather.getForecast(place = "${place}")`),
  },
  {
    goal: "for each of Ada and Bob, send a text saying the office is closed",
    plan: [
      's1 directory.lookup(who = "Ada")',
      's2 directory.lookup(who = "Bob")',
      's3 sms.send(to = [s1.phones, s2.phones]; text = "The office is closed.")',
    ],
  },
  {
    goal: "Email Ada saying pay by Friday, otherwise send the goods back",
    plan: [
      's1 directory.lookup(who = "Ada")',
      's2 email.send(to = s1.emails; subject = "Pay by Friday, otherwise send the goods back"; text = "Pay by Friday, otherwise send the goods back.")',
    ],
  },
  {
    goal: "Book a flight from Berlin to Oslo on Friday for under 300",
    plan: [
      's1 flights.searchAirports(query = "Berlin")',
      's2 flights.searchAirports(query = "Oslo")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2026-11-27")',
      "s4 flights.bookFlight(offerId = s3.offers[0].offerId; passengerName = ask(What is the passenger's full name?); carrier = s3.offers[0].carrier; departure = s3.offers[0].departure; price = s3.offers[0].price)",
    ],
    notes: [
      "No use was found for “under 300”. Check whether a step should have it.",
      "“on Friday” is read as Friday, 27 November 2026.",
    ],
  },
]);

const statement = (goal: string): GoalCase => ({
  goal,
  plan: [],
  notes: [`“${goal}” says something, but asks for nothing. Describe what you want done.`],
});

checkGoals("goals that ask for nothing", [
  statement("our sales were good last year"),
  statement("We sold a lot of chairs in 2016"),
  statement("my order is late"),
  statement("I'm not happy with the report"),
  {
    goal: "Our sales were good last year. Show the sales by region.",
    plan: [sales],
    notes: ["“Our sales were good last year” is taken as background: nothing is planned for it."],
  },
]);

const foreign = (language: string, goal: string): GoalCase => ({
  goal,
  plan: [`not served: ${goal}`],
  notes: [
    `Lamplight's embedded planner understands English only so far. This looks like ${language}. Write the goal in English, or set up a language model.`,
  ],
});

checkGoals("goals in other languages", [
  foreign("German", "Umsatz nach Region als Diagramm"),
  foreign("German", "Wetter Oslo"),
  foreign("French", "ventes par région"),
  foreign("French", "Envoie un e-mail à Bob"),
  foreign("Spanish", "Envía un correo a Bob"),
  foreign("Italian", "Manda un'email a Bob con le vendite"),
  foreign("Portuguese", "Envie um e-mail para o Bob"),
  foreign("Dutch", "Stuur Bob een e-mail"),
  foreign("Japanese", "Bobにメールを送って"),
  foreign("Russian or another Cyrillic language", "Отправь Бобу письмо"),
]);

describe("bad goals", () => {
  let workspace: GoalWorkspace;
  beforeAll(async () => {
    workspace = await openGoalWorkspace();
  }, 60_000);
  afterAll(() => workspace.close());

  it("offer both readings of a date as answers, and the days next to one that doesn't exist", async () => {
    const dateOf = async (goal: string) => (await workspace.plan(goal)).steps[0]?.inputs.date;
    expect(await dateOf("weather in Oslo on 03/04")).toMatchObject({
      suggestions: ["2027-03-04", "2027-04-03"],
    });
    expect(await dateOf("weather in Oslo on 31 February")).toMatchObject({
      suggestions: ["2027-02-28", "2027-03-01"],
    });
  });

  it("offer both readings of a span of days as whole conditions", async () => {
    const { steps } = await workspace.plan("sales by region from 03/04/2016 to 05/06/2016");
    const between = (from: string, to: string) => [
      { column: "order_date", operator: "between", value: [from, to] },
    ];
    expect(steps[0]?.inputs.filters).toMatchObject({
      kind: "question",
      suggestions: [between("2016-03-04", "2016-05-06"), between("2016-04-03", "2016-06-05")],
    });
  });

  it("of 200 things plan the first 16, and say so", async () => {
    const cities = Array.from({ length: 200 }, (_, i) => `Get the weather in Town${i}.`);
    const draft = await workspace.plan(cities.join(" "));
    expect(draft.steps).toHaveLength(16);
    expect(draft.notes).toEqual([
      "The goal asks for 200 things; the first 16 are planned. Make another plan for the rest.",
    ]);
  });

  it("ask for the currency of an amount, unless they say it", async () => {
    const payments = await parseOpenApi(JSON.stringify(paymentsDocument));
    if (payments.kind === "refused") throw new Error(payments.message);
    const tools = new Map([...workspace.tools, ...payments.tools.map((tool) => [tool.id, tool] as const)]);
    const [pay] = payments.tools;
    const plan = async (goal: string) => {
      const request = await workspace.requestFor(goal);
      const search = async (query: string, limit: number) => {
        const [first, ...others] = await workspace.search(query, limit);
        return pay && first ? [{ ...first, tool: pay, score: 0.9, fits: true }, first, ...others] : [];
      };
      return outline(await planGoal({ ...request, tools, search, nearest: pay ? [pay.id] : [] }));
    };
    expect(pay?.id).toEqual(toolIdSchema.parse("payments.payInvoice"));
    expect(await plan("Pay invoice INV-204 with an amount of 500")).toEqual([
      's1 payments.payInvoice(invoice = "INV-204"; amount = 500; currency = ask(500 in which currency?))',
    ]);
    expect(await plan("Pay invoice INV-204 with an amount of €500")).toEqual([
      's1 payments.payInvoice(invoice = "INV-204"; amount = 500; currency = "eur")',
    ]);
    expect(await plan("Pay invoice INV-204 with an amount of 500 dollars")).toEqual([
      's1 payments.payInvoice(invoice = "INV-204"; amount = 500; currency = "usd")',
    ]);
  });
});

const paymentsDocument = {
  openapi: "3.1.0",
  info: { title: "Payments", version: "1" },
  servers: [{ url: "http://127.0.0.1:9/payments" }],
  paths: {
    "/invoices": {
      post: {
        operationId: "payInvoice",
        summary: "Pay an invoice",
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["invoice", "amount"],
                properties: {
                  invoice: { type: "string" },
                  amount: { type: "number" },
                  currency: { type: "string", enum: ["eur", "usd", "gbp"] },
                },
              },
            },
          },
        },
        responses: { "200": { description: "Paid" } },
      },
    },
  },
};
