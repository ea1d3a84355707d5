import { checkGoals, type GoalCase } from "./check-goals";

const goals: GoalCase[] = [
  {
    goal: "Top 10 products by profit",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"profit","aggregate":"sum"}]; dimensions = ["product"]; orderBy = [{"column":"profit","direction":"descending"}]; limit = 10)',
    ],
  },
  {
    goal: "What was our total revenue in 2017?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; filters = [{"column":"order_date","operator":"between","value":["2017-01-01","2017-12-31"]}])',
    ],
  },
  {
    goal: "how much did we sell in texas last year?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; filters = [{"column":"state","operator":"=","value":"Texas"},{"column":"order_date","operator":"between","value":["2025-01-01","2025-12-31"]}])',
    ],
  },
  {
    goal: "Show monthly profit for 2016 as a line chart",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"profit","aggregate":"sum"}]; timeGrain = "month"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2016-01-01","2016-12-31"]}])',
      's2 chart.render(table = s1.table; kind = "line"; title = "Monthly profit for 2016")',
    ],
  },
  {
    goal: "Which customers bought the most in California?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["customer"]; filters = [{"column":"state","operator":"=","value":"California"}]; orderBy = [{"column":"sales","direction":"descending"}]; limit = 10)',
    ],
  },
  {
    goal: "Which region had the highest sales in Q4 2017?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"]; filters = [{"column":"order_date","operator":"between","value":["2017-10-01","2017-12-31"]}]; orderBy = [{"column":"sales","direction":"descending"}]; limit = 1)',
    ],
  },
  {
    goal: "How many customers do we have in each region?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"customer","aggregate":"count-distinct","as":"customers"}]; dimensions = ["region"])',
    ],
  },
  {
    goal: "How many orders did we get per month in 2017?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"order_id","aggregate":"count-distinct","as":"orders"}]; timeGrain = "month"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2017-01-01","2017-12-31"]}])',
    ],
  },
  {
    goal: "average discount by segment",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"discount","aggregate":"avg","as":"average discount"}]; dimensions = ["segment"])',
    ],
  },
  {
    goal: "sales in California over 2000",
    plan: [
      's1 database.query(table = "sales"; filters = [{"column":"state","operator":"=","value":"California"},{"column":"sales","operator":">","value":2000}])',
    ],
  },
  {
    goal: "list all orders from Texas with a discount over 0.5",
    plan: [
      's1 database.query(table = "sales"; filters = [{"column":"state","operator":"=","value":"Texas"},{"column":"discount","operator":">","value":0.5}])',
    ],
  },
  {
    goal: "compare sales in the East and the West by quarter",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"]; timeGrain = "quarter"; timeColumn = "order_date"; filters = [{"column":"region","operator":"in","value":["West","East"]}])',
      's2 data.analyze(table = s1.table; focus = "Sales in the East and the West by quarter")',
    ],
  },
  {
    goal: "compare revenue of 2016 and 2017 by region",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"]; timeGrain = "year"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2016-01-01","2017-12-31"]}])',
      's2 data.analyze(table = s1.table; focus = "Revenue by region of 2016 and 2017")',
    ],
  },
  {
    goal: "What were our best months in 2017?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "month"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2017-01-01","2017-12-31"]}]; orderBy = [{"column":"sales","direction":"descending"}])',
    ],
  },
  {
    goal: "Which sub-category lost the most money?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"profit","aggregate":"sum"}]; dimensions = ["sub_category"]; orderBy = [{"column":"profit","direction":"ascending"}]; limit = 1)',
    ],
  },
  {
    goal: "bottom 3 sub-categories by profit in the South",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"profit","aggregate":"sum"}]; dimensions = ["sub_category"]; filters = [{"column":"region","operator":"=","value":"South"}]; orderBy = [{"column":"profit","direction":"ascending"}]; limit = 3)',
    ],
  },
  {
    goal: "show revenue per customer segment per year",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["segment"]; timeGrain = "year"; timeColumn = "order_date")',
    ],
  },
  {
    goal: "analyze the sales of office supplies in the west",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date"; filters = [{"column":"region","operator":"=","value":"West"},{"column":"category","operator":"=","value":"Office Supplies"}])',
      's2 data.analyze(table = s1.table; focus = "Sales of office supplies in the west")',
    ],
  },
  {
    goal: "Make a pie chart of orders per category",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"order_id","aggregate":"count-distinct","as":"orders"}]; dimensions = ["category"])',
      's2 chart.render(table = s1.table; kind = "pie"; title = "Orders per category")',
    ],
  },
  {
    goal: "Draw a bar chart of profit by sub category",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"profit","aggregate":"sum"}]; dimensions = ["sub_category"])',
      's2 chart.render(table = s1.table; kind = "bar"; title = "Profit by sub category")',
    ],
  },
  {
    goal: "Export sales by state in 2016 to a CSV file",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["state"]; filters = [{"column":"order_date","operator":"between","value":["2016-01-01","2016-12-31"]}])',
      's2 file.write(name = "sales-by-state-in-2016.csv"; table = s1.table)',
    ],
  },
  {
    goal: "Create a report on sales growth by region and save it as growth.md",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 data.analyze(table = s1.table; focus = "Sales growth by region")',
      's3 file.write(name = "growth.md"; content = s2.markdown)',
    ],
  },
  {
    goal: "anaylze quartely sales and emial it to marketing",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 data.analyze(table = s1.table; focus = "Quarterly sales")',
      's3 directory.lookup(who = "marketing")',
      's4 email.send(to = s3.emails; subject = "Analysis of quarterly sales"; text = "Hello,\\n\\nHere is an analysis of quarterly sales:\\n\\n" + s2.markdown + "\\n")',
    ],
    notes: [
      "“anaylze” is read as “analyze”.",
      "“quartely” is read as “quarterly”.",
      "“emial” is read as “email”.",
    ],
  },
  {
    goal: "Hi! I was wondering if you could have a look at how our profit developed by quarter and then maybe drop Ines Carvalho a quick email with the main points? Thanks",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"profit","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 directory.lookup(who = "Ines Carvalho")',
      "s3 data.transform(table = s1.table)",
      's4 email.send(to = s2.emails; subject = "Profit developed by quarter"; text = "Hello Ines,\\n\\nHere is our profit developed by quarter:\\n\\n" + s3.markdown + "\\n")',
    ],
  },
  {
    goal: "First get the top five products by sales in 2017. Then chart them. Finally email the chart to the sales team.",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["product"]; filters = [{"column":"order_date","operator":"between","value":["2017-01-01","2017-12-31"]}]; orderBy = [{"column":"sales","direction":"descending"}]; limit = 5)',
      's2 chart.render(table = s1.table; title = "Top five products by sales in 2017")',
      's3 directory.lookup(who = "the sales team")',
      's4 email.send(to = s3.emails; subject = "Chart of the top five products by sales in 2017"; text = "Hello sales team,\\n\\nHere is the chart of the top five products by sales in 2017:\\n\\n" + s2.altText + "\\n"; attachments = [s2.png])',
    ],
  },
  {
    goal: "Email the quarterly sales by region to the finance team",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 data.analyze(table = s1.table; focus = "Quarterly sales by region")',
      's3 directory.lookup(who = "the finance team")',
      's4 email.send(to = s3.emails; subject = "Quarterly sales by region"; text = "Hello finance team,\\n\\nHere are the quarterly sales by region:\\n\\n" + s2.markdown + "\\n")',
    ],
  },
  {
    goal: "post last quarter's sales by category to the #sales channel",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["category"]; filters = [{"column":"order_date","operator":"between","value":["2026-07-01","2026-09-30"]}])',
      "s2 data.transform(table = s1.table)",
      's3 slack.postMessage(destination = "#sales"; text = "Sales by category last quarter:\\n" + s2.text)',
    ],
  },
  {
    goal: "email the five worst selling products of 2017 to Marcus Reed",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["product"]; filters = [{"column":"order_date","operator":"between","value":["2017-01-01","2017-12-31"]}]; orderBy = [{"column":"sales","direction":"ascending"}]; limit = 5)',
      's2 directory.lookup(who = "Marcus Reed")',
      "s3 data.transform(table = s1.table)",
      's4 email.send(to = s2.emails; subject = "Five worst selling products of 2017"; text = "Hello Marcus,\\n\\nHere are the five worst selling products of 2017:\\n\\n" + s3.markdown + "\\n")',
    ],
  },
  {
    goal: "don't email anyone, just show me sales by region",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"])',
    ],
  },
  {
    goal: "Summarize sales by segment for 2015 and 2016 and attach it as a csv to an email to Viktor Horváth",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["segment"]; filters = [{"column":"order_date","operator":"between","value":["2015-01-01","2016-12-31"]}])',
      's2 data.analyze(table = s1.table; focus = "Sales by segment for 2015 and 2016")',
      's3 file.write(name = "sales-by-segment-for-2015-and-2016.csv"; table = s2.table)',
      's4 directory.lookup(who = "Viktor Horváth")',
      's5 email.send(to = s4.emails; subject = "Sales by segment for 2015 and 2016"; text = "Hello Viktor,\\n\\nSales by segment for 2015 and 2016 are attached as " + s3.name + ".\\n"; attachments = [s3.file])',
    ],
  },
  {
    goal: "What's our best selling product?",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["product"]; orderBy = [{"column":"sales","direction":"descending"}]; limit = 1)',
    ],
  },
  {
    goal: "monthly sales for the last two years",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "month"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2024-01-01","2025-12-31"]}])',
    ],
  },
  {
    goal: "revenue in Q1 2017 vs Q1 2016",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2016-01-01","2017-03-31"]}])',
      's2 data.analyze(table = s1.table; focus = "Revenue in vs in Q1 2017 Q1 2016")',
    ],
  },
  {
    goal: "compare our sales with last year",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "year"; timeColumn = "order_date"; filters = [{"column":"order_date","operator":"between","value":["2025-01-01","2026-12-31"]}])',
    ],
  },
  {
    goal: "Get sales by region, chart it and email both to finance",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; dimensions = ["region"])',
      's2 chart.render(table = s1.table; title = "Sales by region")',
      's3 directory.lookup(who = "finance")',
      "s4 data.transform(table = s1.table)",
      's5 email.send(to = s3.emails; subject = "Sales by region"; text = "Hello,\\n\\nHere are the sales by region:\\n\\n" + s4.markdown + "\\n\\nHere is a chart of sales by region:\\n\\n" + s2.altText + "\\n"; attachments = [s2.png])',
    ],
  },
  {
    goal: "Email the summary of quarterly sales to marketing and post it to #general",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 data.analyze(table = s1.table; focus = "Quarterly sales")',
      's3 directory.lookup(who = "marketing")',
      's4 email.send(to = s3.emails; subject = "Summary of quarterly sales"; text = "Hello,\\n\\nHere is the summary of quarterly sales:\\n\\n" + s2.markdown + "\\n")',
      's5 slack.postMessage(destination = "#general"; text = s2.summary)',
    ],
  },
  {
    goal: "Write the quarterly sales to a json file",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"sales","aggregate":"sum"}]; timeGrain = "quarter"; timeColumn = "order_date")',
      's2 file.write(name = "quarterly-sales.json"; table = s1.table)',
    ],
  },
  {
    goal: "number of orders by ship mode",
    plan: [
      's1 database.query(table = "orders"; measures = [{"column":"id","aggregate":"count-distinct","as":"orders"}]; dimensions = ["ship_mode"])',
    ],
  },
  {
    goal: "Email leadership a chart of yearly profit",
    plan: [
      's1 database.query(table = "sales"; measures = [{"column":"profit","aggregate":"sum"}]; timeGrain = "year"; timeColumn = "order_date")',
      's2 chart.render(table = s1.table; title = "Yearly profit")',
      's3 directory.lookup(who = "leadership")',
      's4 email.send(to = s3.emails; subject = "Chart of yearly profit"; text = "Hello,\\n\\nHere is a chart of yearly profit:\\n\\n" + s2.altText + "\\n"; attachments = [s2.png])',
    ],
  },
];

checkGoals("goals about the figures in the database", goals);
