import { checkRefinements } from "./check-refinements";

const toArjun = [
  "- s4",
  's5 email.send(to = s3.emails; subject = "Sales by region"; text = "Hello Arjun,\\n\\nHere are the sales by region:\\n\\n" + s2.markdown + "\\n")',
];

checkRefinements("Email Arjun and Claire the sales by region", [
  ...["only Arjun", "only to Arjun", "send it just to Arjun please"].map((request) => ({
    request,
    parts: ["Send “Email Arjun and Claire the sales by region” to Arjun"],
    becomes: toArjun,
  })),
]);

checkRefinements("Email ada@example.com and bob@example.com that lunch is ready", [
  {
    request: "only ada@example.com",
    parts: ["Send “Email ada@example.com and bob@example.com that lunch is ready” to ada@example.com"],
    becomes: [
      's1 email.send(to = ["ada@example.com"]; subject = "Lunch is ready"; text = "Lunch is ready.")',
    ],
  },
]);

checkRefinements("Chart sales by region, email it to claire@lamplight.example and post it to #sales", [
  { request: "only the mail", parts: ["Remove “Post it to #sales”"], becomes: ["- s4"] },
  {
    request: "only #sales",
    parts: ["Remove “Email it to claire@lamplight.example”"],
    becomes: ["- s3"],
  },
]);

checkRefinements("Get the forecast for Paris and post it to #travel", [
  ...["also for Berlin", "do the same for Berlin", "for Berlin too"].map((request) => ({
    request,
    parts: ["Do the same for “Berlin”"],
    becomes: [
      's3 weather.getForecast(place = "Berlin")',
      's4 slack.postMessage(destination = "#travel"; text = s3.summary)',
    ],
  })),
]);

checkRefinements("What will the weather be in Paris tomorrow?", [
  {
    request: "also for Rome and Oslo",
    parts: ["Do the same for “Rome”", "Do the same for “Oslo”"],
    becomes: [
      's2 weather.getForecast(place = "Rome"; date = "2026-11-24")',
      's3 weather.getForecast(place = "Oslo"; date = "2026-11-24")',
    ],
  },
]);
