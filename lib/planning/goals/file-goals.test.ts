import { checkGoals, type GoalCase } from "./check-goals";
import { accountsFile } from "./goal-workspace";

const goals: GoalCase[] = [
  {
    goal: "Read this file",
    files: [accountsFile],
    plan: ['s1 file.read(fileId = "file_0123456789abcdef")'],
  },
  {
    goal: "Read this file and chart revenue by country",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.transform(measure = "Revenue"; aggregate = "sum"; groupBy = ["Country"]; table = s1.table)',
      's3 chart.render(table = s2.table; title = "Revenue by country")',
    ],
  },
  {
    goal: "What is the total revenue in this file?",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.analyze(measure = "Revenue"; table = s1.table; focus = "Total revenue")',
    ],
  },
  {
    goal: "Group this file by country and sum the revenue, then save the result as by-country.csv",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.transform(measure = "Revenue"; aggregate = "sum"; groupBy = ["Country"]; table = s1.table)',
      's3 file.write(name = "by-country.csv"; table = s2.table)',
    ],
  },
  {
    goal: "Take this file, keep only rows with revenue over 10000, sort them by revenue and save as big.csv",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.transform(filters = [{"column":"Revenue","operator":">","value":10000}]; sortBy = "Revenue"; direction = "descending"; table = s1.table)',
      's3 file.write(name = "big.csv"; table = s2.table)',
    ],
  },
  {
    goal: "show rows from Germany in this file sorted by revenue",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.transform(filters = [{"column":"Country","operator":"=","value":"Germany"}]; sortBy = "Revenue"; direction = "descending"; table = s1.table)',
    ],
  },
  {
    goal: "Analyze this spreadsheet and post the highlights to #general",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.analyze(table = s1.table; focus = "accounts.csv")',
      's3 slack.postMessage(destination = "#general"; text = s2.summary)',
    ],
  },
  {
    goal: "Summarize this file and email it to finance",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.analyze(table = s1.table; focus = "accounts.csv")',
      's3 directory.lookup(who = "finance")',
      's4 email.send(to = s3.emails; subject = "Summary of accounts.csv"; text = "Hello,\\n\\nHere is a summary of accounts.csv:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    goal: "email this file to Viktor Horváth",
    files: [accountsFile],
    plan: [
      's1 directory.lookup(who = "Viktor Horváth")',
      's2 email.send(to = s1.emails; subject = "accounts.csv"; text = "accounts.csv is attached."; attachments = ["file_0123456789abcdef"])',
    ],
  },
  {
    goal: "average revenue per country in this file as a chart",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.transform(measure = "Revenue"; aggregate = "avg"; groupBy = ["Country"]; table = s1.table)',
      's3 chart.render(table = s2.table; title = "Average revenue by country")',
    ],
  },
  {
    goal: "Which customers in this file signed in 2024?",
    files: [accountsFile],
    plan: [
      's1 file.read(fileId = "file_0123456789abcdef")',
      's2 data.transform(groupBy = ["Customer"]; filters = [{"column":"Signed","operator":"between","value":["2024-01-01","2024-12-31"]}]; table = s1.table)',
    ],
  },
  {
    goal: "Fetch https://example.com/prices.json",
    plan: ['s1 http.request(url = "https://example.com/prices.json")'],
  },
  {
    goal: 'Run this SQL: "select count(*) from sales"',
    plan: ['s1 database.sql(sql = "select count(*) from sales")'],
  },
  {
    goal: "Ask me which region to use",
    plan: ['s1 human.ask(question = "Which region to use?")'],
  },
];

checkGoals("goals about attached files, addresses, statements", goals);
