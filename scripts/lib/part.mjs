// Loaded before a part (--import): a part whose supervisor is gone ends itself.
const graceMs = 4000;

process.once("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), graceMs).unref();
});
// Waiting for that must not keep a part alive that has finished.
process.channel?.unref();
