import { checkRefinements } from "./check-refinements";

checkRefinements("Analyze quarterly sales data and email a summary to the marketing team", [
  {
    request: "also post it to Slack",
    parts: ["Add “Post it on Slack”, done by “Post a message to Slack”"],
    becomes: [
      "s5 slack.postMessage(destination = ask(Which channel or person should it go to?); text = s2.summary)",
    ],
  },
  {
    request: "Also post it to #sales please",
    parts: ["Add “Post it to #sales”, done by “Post a message to Slack”"],
    becomes: ['s5 slack.postMessage(destination = "#sales"; text = s2.summary)'],
  },
  {
    request: "use SMS instead",
    parts: ["Use “Send a text message (SMS)” for “Email a summary to the marketing team”"],
    becomes: [
      's4 sms.send(text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n"; to = s3.phones)',
    ],
  },
  {
    request: "use Slack instead of e-mail",
    parts: ["Use “Post a message to Slack” for “Email a summary to the marketing team”"],
    becomes: [
      's4 slack.postMessage(text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n"; destination = ask(Which channel or person should it go to?))',
    ],
  },
  {
    request: "post it to #sales instead",
    parts: ["Use “Post a message to Slack” for “Email a summary to the marketing team”"],
    becomes: [
      's4 slack.postMessage(text = "Hello,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n"; destination = "#sales")',
    ],
  },
  {
    request: "drop the analysis",
    parts: [
      "Remove “Analyze quarterly sales data”",
      "Remove “Get data from the database: quarterly sales data” as well",
    ],
    becomes: [
      "- s1",
      "- s2",
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + ask(What should "text" of "Email a summary to the marketing team" be?) + "\\n")',
    ],
  },
  {
    request: "drop the email",
    parts: [
      "Remove “Email a summary to the marketing team”",
      "Remove “Look up people in the staff directory: marketing team” as well",
    ],
    becomes: ["- s3", "- s4"],
  },
  {
    request: "send it to ops@acme.example instead",
    parts: ["Send “Email a summary to the marketing team” to ops@acme.example"],
    becomes: [
      "- s3",
      's4 email.send(to = ["ops@acme.example"]; subject = "Summary of quarterly sales data"; text = "Hello,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    request: "the mail should go to sales@acme.example",
    parts: ["Send “Email a summary to the marketing team” to sales@acme.example"],
    becomes: [
      "- s3",
      's4 email.send(to = ["sales@acme.example"]; subject = "Summary of quarterly sales data"; text = "Hello,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    request: "send it to the finance team instead",
    parts: ["Send “Email a summary to the marketing team” to the finance team"],
    becomes: [
      "- s3",
      's4 email.send(to = s5.emails; subject = "Summary of quarterly sales data"; text = "Hello finance team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
      's5 directory.lookup(who = "the finance team")',
    ],
  },
  {
    request: "also send it to Marcus",
    parts: ["Send “Email a summary to the marketing team” to Marcus too"],
    becomes: [
      's4 email.send(to = [s3.emails, s5.emails]; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
      's5 directory.lookup(who = "Marcus")',
    ],
  },
  {
    request: "cc Claire",
    parts: ["Send “Email a summary to the marketing team” to Claire too"],
    becomes: [
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n"; cc = s5.emails)',
      's5 directory.lookup(who = "Claire")',
    ],
  },
  {
    request: 'change the subject to "Quarterly numbers"',
    parts: ["Set “Subject” of “Email a summary to the marketing team” to “Quarterly numbers”"],
    becomes: [
      's4 email.send(to = s3.emails; subject = "Quarterly numbers"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    request: "make it monthly instead of quarterly",
    parts: ["Plan “Analyze quarterly sales data” as “Analyze monthly sales data”"],
    becomes: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "month"; timeColumn = "order_date")',
      's2 data.analyze(table = s1.table; focus = "Monthly sales data")',
      's4 email.send(to = s3.emails; subject = "Summary of monthly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of monthly sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    request: "for 2016 only",
    parts: ["Plan “Analyze quarterly sales data” as “Analyze quarterly sales data for 2016”"],
    becomes: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2016-01-01","2016-12-31"]}])',
      's2 data.analyze(table = s1.table; focus = "Quarterly sales data for 2016")',
    ],
  },
  {
    request: "by region instead of quarterly",
    parts: ["Plan “Analyze quarterly sales data” as “Analyze region sales data”"],
    becomes: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"])',
      's2 data.analyze(table = s1.table; focus = "Region sales data")',
      's4 email.send(to = s3.emails; subject = "Summary of region sales data"; text = "Hello marketing team,\\n\\nHere is a summary of region sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    request: "also draw a chart of it",
    parts: ["Add “Draw a chart of it”, done by “Draw a chart”"],
    becomes: ["s5 chart.render(table = s2.table)"],
  },
  {
    request: "and save it as a CSV",
    parts: ["Add “Save it as a CSV”, done by “Save a file”"],
    becomes: ['s5 file.write(name = "quarterly-sales-data.csv"; table = s2.table)'],
  },
  {
    request: "add a chart and attach it to the mail",
    parts: [
      "Add “Make a chart”, done by “Draw a chart”",
      "Attach what “Make a chart” gives to “Email a summary to the marketing team”",
    ],
    becomes: [
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n"; attachments = [s5.png])',
      's5 chart.render(table = s2.table; title = "Quarterly sales data")',
    ],
  },
  {
    request: "ask me before sending the mail",
    parts: ["Add “Ask me”, done by “Ask a person”"],
    becomes: [
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n") if s5.answer is "Yes"',
      's5 human.ask(question = "Go on with “Email a summary to the marketing team”?"; options = ["Yes","No"])',
      "s4 after s5",
    ],
  },
  {
    request: "only if there are more than 10 rows",
    parts: ["Do “Email a summary to the marketing team” only on a condition"],
    becomes: [
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n") if s1.table.rowCount above 10',
    ],
  },
  {
    request: "skip the mail if there are no rows",
    parts: ["Do “Email a summary to the marketing team” only on a condition"],
    becomes: [
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n") if every s1.table is-not-empty',
    ],
  },
  {
    request: "for each of them, send a separate mail",
    parts: ["Do “Email a summary to the marketing team” once for each item"],
    becomes: [
      's4 email.send(to = [item.email]; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n") for each s3.people ≤ 100',
    ],
  },
  {
    request: "send a separate mail to each of them",
    parts: ["Do “Email a summary to the marketing team” once for each item"],
    becomes: [
      's4 email.send(to = [item.email]; subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n") for each s3.people ≤ 100',
    ],
  },
  {
    request: "keep only the analysis",
    parts: [
      "Remove “Look up people in the staff directory: marketing team”, “Email a summary to the marketing team”",
    ],
    becomes: ["- s3", "- s4"],
  },
  {
    request: 'rename step 4 to "Tell marketing"',
    parts: ["Call “Email a summary to the marketing team” “Tell marketing”"],
    becomes: [],
  },
  {
    request: "make the message say the numbers are in",
    parts: ["Set “Message” of “Email a summary to the marketing team” to “The numbers are in.”"],
    becomes: [
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales data"; text = "The numbers are in.")',
    ],
  },
  {
    request: "text the on-call engineer that the summary is out",
    parts: ["Add “Text the on-call engineer that the summary is out”, done by “Send a text message (SMS)”"],
    becomes: [
      's5 directory.lookup(who = "the on-call engineer")',
      's6 sms.send(to = s5.phones; text = "The summary is out.")',
    ],
  },
  {
    request: "drop the analysis and use SMS instead of the mail",
    parts: [
      "Remove “Analyze quarterly sales data”",
      "Remove “Get data from the database: quarterly sales data” as well",
      "Use “Send a text message (SMS)” for “Email a summary to the marketing team”",
    ],
    becomes: [
      "- s1",
      "- s2",
      's4 sms.send(text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + ask(What should "text" of "Email a summary to the marketing team" be?) + "\\n"; to = s3.phones)',
    ],
  },
  {
    request: "send the mail to bob@acme.example and ada@acme.example instead",
    parts: ["Send “Email a summary to the marketing team” to bob@acme.example and ada@acme.example"],
    becomes: [
      "- s3",
      's4 email.send(to = ["bob@acme.example","ada@acme.example"]; subject = "Summary of quarterly sales data"; text = "Hello,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    request: "get rid of the mail, post it in #general instead",
    parts: [
      "Remove “Email a summary to the marketing team”",
      "Remove “Look up people in the staff directory: marketing team” as well",
      "Add “Post it in #general”, done by “Post a message to Slack”",
    ],
    becomes: ["- s3", "- s4", 's5 slack.postMessage(destination = "#general"; text = s2.summary)'],
  },
  {
    request: "i don't need the lookup",
    parts: ["Remove “Look up people in the staff directory: marketing team”"],
    becomes: [
      "- s3",
      's4 email.send(to = ask(What should "to" of "Email a summary to the marketing team" be?); subject = "Summary of quarterly sales data"; text = "Hello marketing team,\\n\\nHere is a summary of quarterly sales data:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    request: "also print it on paper",
    parts: ["Add “Print it on paper”, done by “Save a file”"],
    becomes: ['s5 file.write(name = "quarterly-sales-data.csv"; table = s2.table)'],
  },
]);
