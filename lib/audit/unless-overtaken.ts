import { XaccountError } from "@/lib/errors";

/**
 * Waits for a step that others may take at the same moment, and that nobody needs to take twice.
 * @returns null when somebody else was faster: it ended as a Conflict, and changed nothing
 */
export async function unlessOvertaken<T>(step: Promise<T>): Promise<T | null> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof XaccountError && error.code === "Conflict") return null;
    throw error;
  }
}

/** What a step throws that was overtaken: its transaction is rolled back, and leaves no event. */
export const overtaken = () =>
  new XaccountError("Conflict", "Somebody else did it at the same moment; nothing was changed by this.");
