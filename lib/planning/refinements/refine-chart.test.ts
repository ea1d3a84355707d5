import { checkRefinements } from "./check-refinements";

checkRefinements("Chart sales by region, email it to claire@lamplight.example and post it to #sales", [
  {
    request: "drop the chart",
    parts: ["Remove “Chart sales by region”", "Remove “Get data from the database: sales by region” as well"],
    becomes: [
      "- s1",
      "- s2",
      's3 email.send(to = ["claire@lamplight.example"]; subject = "Chart of sales by region"; text = "Hello,\\n\\nHere is a chart of sales by region:\\n\\n" + ask(What should "text" of "Email it to claire@lamplight.example" be?) + "\\n")',
      's4 slack.postMessage(destination = "#sales"; text = "Chart of sales by region:\\n" + ask(What should "text" of "Post it to #sales" be?))',
    ],
  },
  {
    // What is there is handed on, not made once more.
    request: "also text the chart to +4915112345678",
    parts: ["Add “Text the chart to +4915112345678”, done by “Send a text message (SMS)”"],
    becomes: ['s5 sms.send(to = ["+4915112345678"]; text = "Sales by region:\\n" + s2.altText)'],
  },
  {
    request: "drop the post and the mail",
    parts: ["Remove “Post it to #sales”", "Remove “Email it to claire@lamplight.example”"],
    becomes: ["- s3", "- s4"],
  },
  {
    request: "leave the mail out",
    parts: ["Remove “Email it to claire@lamplight.example”"],
    becomes: ["- s3"],
  },
  {
    request: "without the post",
    parts: ["Remove “Post it to #sales”"],
    becomes: ["- s4"],
  },
  {
    request: "a pie chart instead",
    parts: ["Set “Kind of chart” of “Chart sales by region” to “pie”"],
    becomes: ['s2 chart.render(table = s1.table; title = "Sales by region"; kind = "pie")'],
  },
  {
    request: "make the chart a line chart",
    parts: ["Set “Kind of chart” of “Chart sales by region” to “line”"],
    becomes: ['s2 chart.render(table = s1.table; title = "Sales by region"; kind = "line")'],
  },
  {
    request: "move the mail before the post",
    parts: ["Do “Email it to claire@lamplight.example” before “Post it to #sales”"],
    becomes: ["s4 after s3"],
  },
  {
    request: "post it first",
    parts: ["Do “Post it to #sales” first"],
    becomes: ["s3 after s4"],
  },
  {
    request: "send the mail last",
    parts: ["Do “Email it to claire@lamplight.example” last"],
    becomes: ["s3 after s4"],
  },
  {
    request: "drop the chart from the mail",
    parts: ["Take “Chart sales by region” out of “Email it to claire@lamplight.example”"],
    becomes: [
      's3 email.send(to = ["claire@lamplight.example"]; subject = "Chart of sales by region"; text = "Hello,\\n\\nHere is a chart of sales by region:\\n\\n" + s2.altText + "\\n")',
    ],
  },
  {
    request: "use SMS instead of the mail",
    parts: ["Use “Send a text message (SMS)” for “Email it to claire@lamplight.example”"],
    becomes: [
      's3 sms.send(text = "Hello,\\n\\nHere is a chart of sales by region:\\n\\n" + s2.altText + "\\n"; to = ask(What should "To" be?))',
    ],
  },
  {
    request: "by category instead of region",
    parts: ["Plan “Chart sales by region” as “Chart sales by category”"],
    becomes: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["category"])',
      's2 chart.render(table = s1.table; title = "Sales by category")',
      's3 email.send(to = ["claire@lamplight.example"]; subject = "Chart of sales by category"; text = "Hello,\\n\\nHere is a chart of sales by category:\\n\\n" + s2.altText + "\\n"; attachments = [s2.png])',
      's4 slack.postMessage(destination = "#sales"; text = "Chart of sales by category:\\n" + s2.altText)',
    ],
  },
  {
    request: "top 5 only",
    parts: ["Plan “Chart sales by region” as “Chart sales by region top 5”"],
    becomes: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"]; orderBy = [{"column":"sales","direction":"descending"}]; limit = 5)',
      's2 chart.render(table = s1.table; title = "Sales by region top 5")',
    ],
  },
  {
    request: "#general instead of #sales",
    parts: ["Plan “post it to #sales” as “post it to #general”"],
    becomes: [
      's4 slack.postMessage(destination = "#general"; text = "Chart of sales by region:\\n" + s2.altText)',
    ],
  },
  {
    request: "replace the post with a mail to bob@acme.example",
    parts: ["Use “Send an e-mail” for “Post it to #sales”"],
    becomes: [
      's4 email.send(text = "Chart of sales by region:\\n" + s2.altText; to = ["bob@acme.example"]; subject = ask(What should "Subject" be?))',
    ],
  },
  {
    request: "drop the post and send the mail to bob@acme.example instead",
    parts: ["Remove “Post it to #sales”", "Send “Email it to claire@lamplight.example” to bob@acme.example"],
    becomes: [
      "- s4",
      's3 email.send(to = ["bob@acme.example"]; subject = "Chart of sales by region"; text = "Hello,\\n\\nHere is a chart of sales by region:\\n\\n" + s2.altText + "\\n"; attachments = [s2.png])',
    ],
  },
  {
    request: 'call the post "Tell sales"',
    parts: ["Call “Post it to #sales” “Tell sales”"],
    becomes: [],
  },
  {
    request: "only post it if there are more than 3 rows",
    parts: ["Do “Post it to #sales” only on a condition"],
    becomes: [
      's4 slack.postMessage(destination = "#sales"; text = "Chart of sales by region:\\n" + s2.altText) if s1.table.rowCount above 3',
    ],
  },
  {
    request: "remove everything except the chart",
    parts: ["Remove “Email it to claire@lamplight.example”, “Post it to #sales”"],
    becomes: ["- s3", "- s4"],
  },
  {
    request: "swap the order of the mail and the post",
    parts: ["Do “Post it to #sales” before “Email it to claire@lamplight.example”"],
    becomes: ["s3 after s4"],
  },
  {
    request: "don't draw the chart",
    parts: ["Remove “Chart sales by region”", "Remove “Get data from the database: sales by region” as well"],
    becomes: [
      "- s1",
      "- s2",
      's3 email.send(to = ["claire@lamplight.example"]; subject = "Chart of sales by region"; text = "Hello,\\n\\nHere is a chart of sales by region:\\n\\n" + ask(What should "text" of "Email it to claire@lamplight.example" be?) + "\\n")',
      's4 slack.postMessage(destination = "#sales"; text = "Chart of sales by region:\\n" + ask(What should "text" of "Post it to #sales" be?))',
    ],
  },
  {
    request: "the mail should come after the post",
    parts: ["Do “Post it to #sales” before “Email it to claire@lamplight.example”"],
    becomes: ["s3 after s4"],
  },
  {
    request: "post it to #sales only if it rains in Oslo tomorrow",
    parts: ["Add “Weather in Oslo tomorrow”", "Do “Post it to #sales” only on a condition"],
    becomes: [
      's4 slack.postMessage(destination = "#sales"; text = "Chart of sales by region:\\n" + s2.altText) if s5.precipitation above 0',
      's5 weather.getForecast(place = "Oslo"; date = "2026-11-24")',
    ],
  },
]);
