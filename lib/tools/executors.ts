// Every built-in tool's execute function, found by id in a map (P7). For the worker only.
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { chartRender } from "./chart-render/definition";
import { executeChartRender } from "./chart-render/execute";
import { dataAnalyze } from "./data-analyze/definition";
import { executeDataAnalyze } from "./data-analyze/execute";
import { dataTransform } from "./data-transform/definition";
import { executeDataTransform } from "./data-transform/execute";
import { databaseQuery } from "./database-query/definition";
import { executeDatabaseQuery } from "./database-query/execute";
import { databaseSql } from "./database-sql/definition";
import { executeDatabaseSql } from "./database-sql/execute";
import { directoryLookup } from "./directory-lookup/definition";
import { executeDirectoryLookup } from "./directory-lookup/execute";
import { emailSend } from "./email-send/definition";
import { executeEmailSend } from "./email-send/execute";
import { fileRead } from "./file-read/definition";
import { executeFileRead } from "./file-read/execute";
import { fileWrite } from "./file-write/definition";
import { executeFileWrite } from "./file-write/execute";
import { httpRequest } from "./http-request/definition";
import { executeHttpRequest } from "./http-request/execute";
import { humanAsk } from "./human-ask/definition";
import { executeHumanAsk } from "./human-ask/execute";
import { slackPostMessage } from "./slack-post-message/definition";
import { executeSlackPostMessage } from "./slack-post-message/execute";
import { lookUpSlackMessage } from "./slack-post-message/look-up";
import { smsSend } from "./sms-send/definition";
import { executeSmsSend } from "./sms-send/execute";
import { textCompose } from "./text-compose/definition";
import { executeTextCompose } from "./text-compose/execute";
import type { ExecuteTool } from "./tool-contract";

const executors: readonly [Tool, ExecuteTool][] = [
  [databaseQuery, executeDatabaseQuery],
  [databaseSql, executeDatabaseSql],
  [dataAnalyze, executeDataAnalyze],
  [dataTransform, executeDataTransform],
  [chartRender, executeChartRender],
  [textCompose, executeTextCompose],
  [directoryLookup, executeDirectoryLookup],
  [emailSend, executeEmailSend],
  [slackPostMessage, executeSlackPostMessage],
  [smsSend, executeSmsSend],
  [httpRequest, executeHttpRequest],
  [fileRead, executeFileRead],
  [fileWrite, executeFileWrite],
  [humanAsk, executeHumanAsk],
];

export const builtinExecutors: ReadonlyMap<ToolId, ExecuteTool> = new Map(
  executors.map(([tool, execute]) => [tool.id, execute]),
);

/**
 * How those look a lost call up that can: given its inputs and its key, each gives what the call would have given, or throws
 * a `not-found` ToolError. A mail can't be looked up, as SMTP only takes; nor a text message, as Twilio keeps no key with
 * it, and another may have the same words.
 */
export const builtinLookUps: ReadonlyMap<ToolId, ExecuteTool> = new Map([
  [slackPostMessage.id, lookUpSlackMessage],
]);
