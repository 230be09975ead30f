/** Next.js calls this once before it serves: https://nextjs.org/docs/app/guides/instrumentation */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { boot } = await import("./lib/boot");
  try {
    await boot();
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
