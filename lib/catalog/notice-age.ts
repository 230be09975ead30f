import { env } from "@/lib/env";

const dayMs = 86_400_000;

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * dayMs);

/** Events of calls before this are not taken: that they were told before may have been forgotten. */
export const oldestTaken = (now: Date) => daysBefore(now, env().XACCOUNT_KEEP_NOTICES_DAYS);

/**
 * What was told of calls before this can be forgotten: a day before what is taken, so that whoever takes events by a
 * clock that is behind takes none that another process forgot.
 */
export const forgottenBefore = (now: Date) => daysBefore(now, env().XACCOUNT_KEEP_NOTICES_DAYS + 1);
