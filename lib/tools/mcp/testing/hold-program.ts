// Starts a program that ignores the end of its input and starts another, as a server's session would; then waits to be
// killed: `<folder>`.
import { StdioTransport } from "@/lib/tools/mcp/stdio-transport";

const stubborn = `
const { spawn } = require("node:child_process");
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => {});
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
console.log(JSON.stringify({ jsonrpc: "2.0", method: "notifications/ready", params: { pid: child.pid } }));
setInterval(() => {}, 1000);
`;

const [folder = "/"] = process.argv.slice(2);
const transport = new StdioTransport({
  command: process.execPath,
  args: ["-e", stubborn],
  env: {},
  folder,
  maxMessageBytes: 1000,
});
transport.onmessage = (message) => {
  if (!("method" in message)) return;
  process.send?.({ program: transport.pid, grandchild: (message.params as { pid: number }).pid });
};
await transport.start();
