import { checkGoals, type GoalCase } from "./check-goals";

const goals: GoalCase[] = [
  {
    goal: "weather in paris",
    plan: ['s1 weather.getForecast(place = "paris")'],
  },
  {
    goal: "Will it rain in London on Friday?",
    plan: ['s1 weather.getForecast(place = "London"; date = "2026-11-27")'],
    notes: ["“on Friday” is read as Friday, 27 November 2026."],
  },
  {
    goal: "Compare the weather in Paris and Rome tomorrow",
    plan: [
      's1 weather.getForecast(place = "Paris"; date = "2026-11-24")',
      's2 weather.getForecast(place = "Rome"; date = "2026-11-24")',
    ],
    notes: ["“tomorrow” is read as Tuesday, 24 November 2026."],
  },
  {
    goal: "Text Bob the weather in Berlin tomorrow",
    plan: [
      's1 weather.getForecast(place = "Berlin"; date = "2026-11-24")',
      's2 directory.lookup(who = "Bob")',
      "s3 sms.send(to = s2.phones; text = s1.summary)",
    ],
    notes: ["“tomorrow” is read as Tuesday, 24 November 2026."],
  },
  {
    goal: "Post tomorrow's weather in London to #general",
    plan: [
      's1 weather.getForecast(place = "London"; date = "2026-11-24")',
      's2 slack.postMessage(destination = "#general"; text = s1.summary)',
    ],
    notes: ["“tomorrow” is read as Tuesday, 24 November 2026."],
  },
  {
    goal: "What is the weather tomorrow?",
    plan: ['s1 weather.getForecast(place = ask(Which city or place?); date = "2026-11-24")'],
    notes: ["“tomorrow” is read as Tuesday, 24 November 2026."],
  },
  {
    goal: "Find flights from New York to Chicago on December 3",
    plan: [
      's1 flights.searchAirports(query = "New York")',
      's2 flights.searchAirports(query = "Chicago")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2026-12-03")',
    ],
    notes: ["“December 3” is read as Thursday, 3 December 2026."],
  },
  {
    goal: "search for flights to Lisbon",
    plan: [
      "s1 flights.searchAirports(query = ask(From which city or airport?))",
      's2 flights.searchAirports(query = "Lisbon")',
      "s3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = ask(Day of departure: which day?))",
    ],
  },
  {
    goal: "Which airports does London have?",
    plan: ['s1 flights.searchAirports(query = "London")'],
  },
  {
    goal: "book a flight from Boston to Denver next Friday for Ada Lovelace",
    plan: [
      's1 flights.searchAirports(query = "Boston")',
      's2 flights.searchAirports(query = "Denver")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2026-12-04")',
      's4 flights.bookFlight(offerId = s3.offers[0].offerId; passengerName = "Ada Lovelace"; carrier = s3.offers[0].carrier; departure = s3.offers[0].departure; price = s3.offers[0].price)',
    ],
    notes: ["“next Friday” is read as Friday, 4 December 2026."],
  },
  {
    goal: "Find flights from Berlin to Rome on 3 March and book the cheapest for Ada Lovelace",
    plan: [
      's1 flights.searchAirports(query = "Berlin")',
      's2 flights.searchAirports(query = "Rome")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2027-03-03")',
      's4 flights.bookFlight(offerId = s3.offers[0].offerId; passengerName = "Ada Lovelace"; carrier = s3.offers[0].carrier; departure = s3.offers[0].departure; price = s3.offers[0].price)',
    ],
    notes: ["“on 3 March” is read as Wednesday, 3 March 2027."],
  },
  {
    goal: "book the first flight from SFO to JFK on 2026-12-24 for Grace Mwangi and text her the booking reference",
    plan: [
      's1 flights.searchOffers(from = "SFO"; to = "JFK"; date = "2026-12-24")',
      's2 flights.bookFlight(offerId = s1.offers[0].offerId; passengerName = "Grace Mwangi"; carrier = s1.offers[0].carrier; departure = s1.offers[0].departure; price = s1.offers[0].price)',
      's3 directory.lookup(who = "Grace Mwangi")',
      's4 sms.send(to = s3.phones; text = "Booking reference: " + s2.reference + ".")',
    ],
  },
  {
    goal: "Hold a flight from Paris to Rome tomorrow, then email the details to hana@lamplight.example",
    plan: [
      's1 flights.searchAirports(query = "Paris")',
      's2 flights.searchAirports(query = "Rome")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2026-11-24")',
      "s4 flights.holdOffer(offerId = s3.offers[0].offerId)",
      's5 email.send(to = ["hana@lamplight.example"]; subject = "Flight from Paris to Rome tomorrow"; text = "Hello,\\n\\nHere is a flight from Paris to Rome tomorrow:\\n\\n" + s4.summary + "\\n")',
    ],
    notes: ["“tomorrow” is read as Tuesday, 24 November 2026."],
  },
  {
    goal: "Cancel my flight booking K7PMX2",
    plan: ['s1 flights.cancelBooking(reference = "K7PMX2")'],
  },
  {
    goal: "Look up my booking K7PMX2",
    plan: ['s1 flights.getBooking(reference = "K7PMX2")'],
  },
  {
    goal: "Find flights from Boston to Denver on Friday and text Priya Raman the options",
    plan: [
      's1 flights.searchAirports(query = "Boston")',
      's2 flights.searchAirports(query = "Denver")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2026-11-27")',
      's4 directory.lookup(who = "Priya Raman")',
      "s5 sms.send(to = s4.phones; text = s3.offers[*].summary)",
    ],
    notes: ["“on Friday” is read as Friday, 27 November 2026."],
  },
  {
    goal: "Check the weather in Denver on Friday, find a flight from Boston to Denver that day and text Priya Raman the options",
    plan: [
      's1 weather.getForecast(place = "Denver"; date = "2026-11-27")',
      's2 flights.searchAirports(query = "Boston")',
      's3 flights.searchAirports(query = "Denver")',
      "s4 flights.searchOffers(from = s2.airports[0].code; to = s3.airports[0].code; date = s1.date)",
      's5 directory.lookup(who = "Priya Raman")',
      "s6 sms.send(to = s5.phones; text = s4.offers[*].summary)",
    ],
    notes: ["“on Friday” is read as Friday, 27 November 2026."],
  },
  {
    goal: "Book the cheapest flight from Paris to Berlin on Dec 12 and email the confirmation to grace@lamplight.example",
    plan: [
      's1 flights.searchAirports(query = "Paris")',
      's2 flights.searchAirports(query = "Berlin")',
      's3 flights.searchOffers(from = s1.airports[0].code; to = s2.airports[0].code; date = "2026-12-12")',
      "s4 flights.bookFlight(offerId = s3.offers[0].offerId; passengerName = ask(What is the passenger's full name?); carrier = s3.offers[0].carrier; departure = s3.offers[0].departure; price = s3.offers[0].price)",
      's5 email.send(to = ["grace@lamplight.example"]; subject = "Cheapest flight from Paris to Berlin on Dec 12"; text = "Hello,\\n\\nHere is the cheapest flight from Paris to Berlin on Dec 12:\\n\\n" + s4.summary + "\\n")',
    ],
    notes: ["“Dec 12” is read as Saturday, 12 December 2026."],
  },
  {
    goal: "Can you check if the weather in Madrid is nice on Sunday?",
    plan: ['s1 weather.getForecast(place = "Madrid"; date = "2026-11-29")'],
    notes: ["“on Sunday” is read as Sunday, 29 November 2026."],
  },
  {
    goal: "wether in Pariss tomorow",
    plan: ['s1 weather.getForecast(place = "Pariss"; date = "2026-11-24")'],
    notes: [
      "“wether” is read as “weather”.",
      "“tomorow” is read as “tomorrow”.",
      "“tomorrow” is read as Tuesday, 24 November 2026.",
    ],
  },
];

checkGoals("goals over imported tools: weather and flights", goals);
