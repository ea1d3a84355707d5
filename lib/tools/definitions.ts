// Every built-in tool as data. No execute function is reachable from here, so the web process may import it.
import type { Tool } from "@/lib/domain/tool";
import { chartRender } from "./chart-render/definition";
import { dataAnalyze } from "./data-analyze/definition";
import { dataTransform } from "./data-transform/definition";
import { databaseQuery } from "./database-query/definition";
import { databaseSql } from "./database-sql/definition";
import { directoryLookup } from "./directory-lookup/definition";
import { emailSend } from "./email-send/definition";
import { fileRead } from "./file-read/definition";
import { fileWrite } from "./file-write/definition";
import { httpRequest } from "./http-request/definition";
import { humanAsk } from "./human-ask/definition";
import { slackPostMessage } from "./slack-post-message/definition";
import { smsSend } from "./sms-send/definition";
import { textCompose } from "./text-compose/definition";

export const builtinTools: readonly Tool[] = [
  databaseQuery,
  databaseSql,
  dataAnalyze,
  dataTransform,
  chartRender,
  textCompose,
  directoryLookup,
  emailSend,
  slackPostMessage,
  smsSend,
  httpRequest,
  fileRead,
  fileWrite,
  humanAsk,
];
