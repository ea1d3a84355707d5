import { checkGoals, type GoalCase } from "./check-goals";

const none =
  "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.";

const goals: GoalCase[] = [
  // Of a tool that books flights, only the verb is spoken of.
  ...[
    "book a table at Luigi's",
    "Book a table for two at Nobu on Friday",
    "the books close on Friday",
    "book a meeting room for Monday",
    "Book a room in Paris for Monday",
    "reserve a hotel in Vienna",
    "book an appointment with the dentist",
  ].map((goal) => ({ goal, plan: [`not served: ${goal}`], notes: [none] })),
  {
    goal: "Repaint my kitchen ceiling",
    plan: ["not served: Repaint my kitchen ceiling"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "Play some music",
    plan: ["not served: Play some music"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "Order a pizza for the team",
    plan: ["not served: Order a pizza for the team"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "What is the meaning of life?",
    plan: ["not served: What is the meaning of life"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "Create a calendar event for Monday at 10",
    plan: ["not served: Create a calendar event for Monday at 10"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "delete all customers",
    plan: ["not served: delete all customers"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "Translate this sentence into French",
    plan: ["not served: Translate this sentence into French"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "transfer 500 euros to Bob",
    plan: ["not served: transfer 500 euros to Bob"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "Pay the invoice from our supplier",
    plan: ["not served: Pay the invoice from our supplier"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "Turn on the lights in the office",
    plan: ["not served: Turn on the lights in the office"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "what's the average order value?",
    plan: ["not served: what's the average order value"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
  {
    goal: "don't do anything",
    plan: [],
    notes: ["The goal says only what is not to be done. Describe in a sentence what you want done."],
  },
  {
    goal: "hi",
    plan: [],
    notes: ["There is nothing to be done in this goal. Describe in a sentence what you want done."],
  },
  {
    goal: "asdf qwer zxcv hjkl",
    plan: ["not served: asdf qwer zxcv hjkl"],
    notes: ["These don't look like words. Describe in a sentence what you want done."],
  },
  {
    goal: "🎉🔥😀",
    plan: ["not served: 🎉🔥😀"],
    notes: ["There are no words in this goal to plan from. Describe in a sentence what you want done."],
  },
  {
    goal: "Résume les ventes trimestrielles et envoie-les à l'équipe marketing",
    plan: ["not served: Résume les ventes trimestrielles et envoie-les à l'équipe marketing"],
    notes: [
      "Lamplight's embedded planner understands English only so far. This looks like French. Write the goal in English, or set up a language model.",
    ],
  },
  {
    goal: "Wie wird das Wetter morgen in Berlin?",
    plan: ["not served: Wie wird das Wetter morgen in Berlin?"],
    notes: [
      "Lamplight's embedded planner understands English only so far. This looks like German. Write the goal in English, or set up a language model.",
    ],
  },
  {
    goal: "明天巴黎天气怎么样",
    plan: ["not served: 明天巴黎天气怎么样"],
    notes: [
      "Lamplight's embedded planner understands English only so far. This looks like Chinese. Write the goal in English, or set up a language model.",
    ],
  },
  {
    goal: "send an email",
    plan: [
      "s1 email.send(to = ask(Which e-mail address should it go to?); subject = ask(What should the subject be?); text = ask(What should the message say?))",
    ],
  },
  {
    goal: "post to slack",
    plan: [
      "s1 slack.postMessage(destination = ask(Which channel or person should it go to?); text = ask(What should the message say?))",
    ],
  },
  {
    goal: "please email the marketing team",
    plan: [
      's1 directory.lookup(who = "the marketing team")',
      "s2 email.send(to = s1.emails; subject = ask(What should the subject be?); text = ask(What should the message say?))",
    ],
  },
  {
    goal: "Send flowers to Ada",
    plan: [
      's1 directory.lookup(who = "Ada")',
      's2 email.send(to = s1.emails; subject = "Flowers"; text = ask(What should the message say?))',
    ],
    notes: ["No tool here gives “flowers”, so the message asks what to say."],
  },
  {
    goal: "Book a flight",
    plan: [
      "s1 flights.searchAirports(query = ask(From which city or airport?))",
      "s2 flights.searchAirports(query = ask(To which city or airport?))",
      "s3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = ask(Day of departure: which day?))",
      "s4 flights.bookFlight(offerId = s3.offers[0].offerId; passengerName = ask(What is the passenger's full name?); carrier = s3.offers[0].carrier; departure = s3.offers[0].departure; price = s3.offers[0].price)",
    ],
  },
  {
    goal: "chart it",
    plan: [
      "s1 file.read(fileId = ask(Which file? Attach one to the goal, or choose one here.))",
      "s2 chart.render(table = s1.table)",
    ],
  },
  {
    goal: "Email me the sales for 2016",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; filters = [{"column":"order_date","operator":"between","value":["2016-01-01","2016-12-31"]}])',
      "s2 data.transform(table = s1.table)",
      's3 email.send(to = ask(What is your e-mail address?); subject = "Sales for 2016"; text = "Hello,\\n\\nHere are the sales for 2016:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    goal: "every Monday at 9 email the sales report to marketing",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 data.analyze(table = s1.table; focus = "Sales report")',
      's3 directory.lookup(who = "marketing")',
      's4 email.send(to = s3.emails; subject = "Sales report"; text = "Hello,\\n\\nHere is the sales report:\\n\\n" + s2.markdown + "\\n")',
      "not served: every Monday at 9",
    ],
    notes: [
      "A plan is run by the clock once you schedule it: review it, then set “every Monday at 9” with Schedule, above the plan.",
    ],
  },
  {
    goal: "If it rains tomorrow in Berlin, text Bob to bring an umbrella",
    plan: [
      's1 weather.getForecast(place = "Berlin"; date = "2026-11-24")',
      's2 directory.lookup(who = "Bob")',
      's3 sms.send(to = s2.phones; text = "Please bring an umbrella.") if s1.precipitation above 0',
    ],
    notes: ["“tomorrow” is read as Tuesday, 24 November 2026."],
  },
  {
    goal: "Get the weather in Oslo and water my plants",
    plan: ['s1 weather.getForecast(place = "Oslo")', "not served: water my plants"],
    notes: ["No tool fits this part of the goal: “water my plants”."],
  },
  {
    goal: "how many orders were late?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"order_id","aggregate":"count-distinct","as":"orders"}])',
    ],
    notes: ["“late” could not be found in the columns of sales, so the figures don't take it into account."],
  },
  {
    goal: "What is the weather on feb 30 in Rome?",
    plan: [
      's1 weather.getForecast(place = "Rome"; date = ask(“feb 30” is no day of the calendar: which day is meant?))',
    ],
  },
  {
    goal: "Write a haiku about autumn",
    plan: [
      's1 text.compose(values = {}; template = ask(What should the text say? (haiku about autumn)); instructions = "Write a haiku about autumn"; title = "Haiku about autumn")',
    ],
  },
];

checkGoals("goals that are refused, asked about, or served in part", goals);
