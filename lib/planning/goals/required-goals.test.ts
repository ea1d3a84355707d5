import { checkGoals, type GoalCase } from "./check-goals";
import { accountsFile } from "./goal-workspace";

const goals: GoalCase[] = [
  {
    goal: "Analyze quarterly sales data and email a summary to the marketing team",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 data.analyze(table = s1.table; focus = "Quarterly sales data")',
      's3 directory.lookup(who = "the marketing team")',
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    goal: "Book me a flight to San Francisco for next Tuesday",
    plan: [
      "s1 flights.searchAirports(query = ask(From which city or airport?))",
      's2 flights.searchAirports(query = "San Francisco")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2026-12-01")',
      "s4 flights.bookFlight(offerId = s3.offers[0].offerId; passengerName = ask(What is the passenger's full name?); carrier = s3.offers[0].carrier; departure = s3.offers[0].departure; price = s3.offers[0].price)",
    ],
    notes: ["“next Tuesday” is read as Tuesday, 1 December 2026."],
  },
  {
    goal: "Send a notification to the on-call engineer that the nightly backup failed",
    plan: [
      's1 directory.lookup(who = "the on-call engineer")',
      's2 sms.send(to = s1.phones; text = "The nightly backup failed.")',
    ],
  },
  {
    goal: "Find the five customers with the highest revenue in this file and post them to the #sales channel",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.transform(measure = "Revenue"; aggregate = "sum"; groupBy = ["Customer"]; direction = "descending"; limit = 5; table = s1.table)',
      's3 slack.postMessage(destination = "#sales"; text = "Five customers with the highest revenue:\\n" + s2.text)',
    ],
  },
  {
    goal: "What will the weather be in Paris tomorrow?",
    plan: ['s1 weather.getForecast(place = "Paris"; date = "2026-11-24")'],
    notes: ["“tomorrow” is read as Tuesday, 24 November 2026."],
  },
  {
    goal: "Repaint my kitchen ceiling",
    plan: ["not served: Repaint my kitchen ceiling"],
    notes: [
      "No tool here does that. The nearest ones are named; other tools can be imported on the Tools page.",
    ],
  },
];

checkGoals("the goals Lamplight must serve", goals);
