// Loaded before a program (--import): when the process that started it is gone, it ends itself. What the program
// starts in turn inherits the option, but not the concern: it is known by another parent.
const graceMs = 4000;

if (process.env.LAMPLIGHT_STARTED_BY === String(process.ppid)) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), graceMs).unref();
  });
  // Waiting for that must not keep a program alive that has finished.
  process.channel?.unref();
}
