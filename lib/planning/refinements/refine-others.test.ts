import { checkRefinements } from "./check-refinements";

checkRefinements("What will the weather be in Paris tomorrow?", [
  {
    request: "in Oslo instead",
    parts: ["Set “place” of “What will the weather be in Paris tomorrow” to “Oslo”"],
    becomes: ['s1 weather.getForecast(place = "Oslo"; date = "2026-11-24")'],
  },
  {
    request: "Oslo instead of Paris",
    parts: [
      "Plan “What will the weather be in Paris tomorrow” as “What will the weather be in Oslo tomorrow”",
    ],
    becomes: ['s1 weather.getForecast(place = "Oslo"; date = "2026-11-24")'],
  },
  {
    request: "make it Berlin",
    parts: ["Set “place” of “What will the weather be in Paris tomorrow” to “Berlin”"],
    becomes: ['s1 weather.getForecast(place = "Berlin"; date = "2026-11-24")'],
  },
  {
    request: "for Friday instead",
    parts: ["Set “date” of “What will the weather be in Paris tomorrow” to “2026-11-27”"],
    becomes: ['s1 weather.getForecast(place = "Paris"; date = "2026-11-27")'],
  },
  {
    request: "text Bob if it rains",
    parts: ["Add “Text Bob”, done by “Send a text message (SMS)”"],
    becomes: [
      's2 directory.lookup(who = "Bob")',
      "s3 sms.send(to = s2.phones; text = s1.summary) if s1.precipitation above 0",
    ],
  },
  {
    request: "post it to #weather if it's below zero",
    parts: ["Add “Post it to #weather”, done by “Post a message to Slack”"],
    becomes: [
      's2 slack.postMessage(destination = "#weather"; text = s1.summary) if s1.temperatureMin below 0',
    ],
  },
  {
    request: "for each of them, text Bob",
    parts: ["Add “Text Bob”, done by “Send a text message (SMS)”"],
    becomes: [
      's2 directory.lookup(who = "Bob")',
      "s3 sms.send(to = s2.phones; text = s1.summary) for each ask(Over which list: “for each of them”?) ≤ 100",
    ],
  },
]);

checkRefinements("Text Arjun and Marcus that the deploy is finished", [
  {
    request: "leave out Marcus",
    parts: [
      "Don't send “Text Arjun and Marcus that the deploy is finished” to Marcus",
      "Remove “Look up people in the staff directory: Marcus” as well",
    ],
    becomes: ["- s2", 's3 sms.send(to = s1.phones; text = "The deploy is finished.")'],
  },
  {
    request: "also email them",
    parts: ["Add “Email them”, done by “Send an e-mail”"],
    becomes: [
      's4 email.send(to = [s1.emails, s2.emails]; subject = "The deploy is finished."; text = "The deploy is finished.")',
    ],
  },
  {
    request: "use slack instead",
    parts: ["Use “Post a message to Slack” for “Text Arjun and Marcus that the deploy is finished”"],
    becomes: [
      's3 slack.postMessage(text = "The deploy is finished."; destination = ask(Which channel or person should it go to?))',
    ],
  },
  {
    request: 'say "rollback" instead',
    parts: ["Set “Message” of “Text Arjun and Marcus that the deploy is finished” to “rollback”"],
    becomes: ['s3 sms.send(to = [s1.phones, s2.phones]; text = "rollback")'],
  },
  {
    request: "also Claire",
    parts: ["Send “Text Arjun and Marcus that the deploy is finished” to Claire too"],
    becomes: [
      's3 sms.send(to = [s1.phones, s2.phones, s4.phones]; text = "The deploy is finished.")',
      's4 directory.lookup(who = "Claire")',
    ],
  },
  {
    request: "send it to Claire instead",
    parts: ["Send “Text Arjun and Marcus that the deploy is finished” to Claire"],
    becomes: [
      "- s1",
      "- s2",
      's3 sms.send(to = s4.phones; text = "The deploy is finished.")',
      's4 directory.lookup(who = "Claire")',
    ],
  },
  {
    request: "tell the support team by email too",
    parts: ["Add “Tell the support team by email”, done by “Send an e-mail”"],
    becomes: [
      's4 directory.lookup(who = "the support team")',
      's5 email.send(to = s4.emails; subject = "The deploy is finished."; text = "The deploy is finished.")',
    ],
  },
]);

checkRefinements("Book a flight from Boston to Oslo on Friday for Grace Mwangi", [
  {
    request: "from Berlin instead of Boston",
    parts: [
      "Plan “Book a flight from Boston to Oslo on Friday for Grace Mwangi” as “Book a flight from Berlin to Oslo on Friday for Grace Mwangi”",
    ],
    becomes: ['s1 flights.searchAirports(query = "Berlin")'],
  },
  {
    request: "to Paris instead",
    parts: ["Set “City or airport” of “Find airports of a city: Oslo” to “Paris”"],
    becomes: ['s2 flights.searchAirports(query = "Paris")'],
  },
  {
    request: "for Claire Dubois instead",
    parts: [
      "Set “Passenger” of “Book a flight from Boston to Oslo on Friday for Grace Mwangi” to “Claire Dubois”",
    ],
    becomes: [
      's4 flights.bookFlight(offerId = s3.offers[0].offerId; passengerName = "Claire Dubois"; carrier = s3.offers[0].carrier; departure = s3.offers[0].departure; price = s3.offers[0].price)',
    ],
  },
]);

checkRefinements(
  "if the forecast for Berlin is below zero, send a message to #facilities saying salt the car park",
  [
    {
      request: "always send it",
      parts: ["Always do “Send a message to #facilities saying salt the car park”"],
      becomes: ['s2 slack.postMessage(destination = "#facilities"; text = "Salt the car park.")'],
    },
    {
      request: "drop the condition",
      parts: ["Always do “Send a message to #facilities saying salt the car park”"],
      becomes: ['s2 slack.postMessage(destination = "#facilities"; text = "Salt the car park.")'],
    },
    {
      request: "only if it is below -5",
      parts: ["Do “Send a message to #facilities saying salt the car park” only on a condition"],
      becomes: [
        's2 slack.postMessage(destination = "#facilities"; text = "Salt the car park.") if s1.temperatureMin below -5',
      ],
    },
    {
      request: "Hamburg instead of Berlin",
      parts: ["Plan “the forecast for Berlin” as “the forecast for Hamburg”"],
      becomes: ['s1 weather.getForecast(place = "Hamburg")'],
    },
  ],
);

checkRefinements("Email every employee in marketing that the office is closed on Friday", [
  {
    request: "just once",
    parts: ["Do “Email every employee in marketing that the office is closed on Friday” once"],
    becomes: [
      's2 email.send(to = [ask(What should "to" of "Email every employee in marketing that the office is closed on Friday" be?)]; subject = "The office is closed on Friday"; text = "The office is closed on Friday.")',
    ],
  },
  {
    request: "send it to the sales team instead",
    parts: [
      "Set “Who” of “Look up people in the staff directory: every employee in marketing” to “the sales team”",
    ],
    becomes: ['s1 directory.lookup(who = "the sales team")'],
  },
  {
    request: "only if there are more than 10 rows",
    parts: ["Do “Email every employee in marketing that the office is closed on Friday” only on a condition"],
    becomes: [
      's2 email.send(to = [item.email]; subject = "The office is closed on Friday"; text = "The office is closed on Friday.") for each s1.people ≤ 100 if s1.count above 10',
    ],
  },
]);
