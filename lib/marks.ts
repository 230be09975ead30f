/**
 * A point at which a process may be killed in the crash tests: XACCOUNT_KILL_AT says at the how manieth. Without it,
 * nothing happens. They stand before and after each commit and each call of AWS (docs/decisions/006-marks.md).
 */
let passed = 0;

/** Passes a point; the process ends here, as by a power cut, when it is the one to end at. @param name for the log */
export async function mark(name: string): Promise<void> {
  const killAt = Number(process.env.XACCOUNT_KILL_AT ?? 0);
  if (killAt === 0) return;
  passed += 1;
  process.stdout.write(`mark ${passed} ${name}\n`);
  if (passed !== killAt) return;
  process.kill(process.pid, "SIGKILL");
  await new Promise(() => undefined); // never goes on
}
