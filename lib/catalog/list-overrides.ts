import { db } from "@/lib/db/client";

/** Every word of administrators on who owns functions. */
export async function listOverrides() {
  const rows = await db().ownerOverride.findMany({
    include: { createdBy: { select: { name: true } } },
    orderBy: [{ accountId: "asc" }, { pattern: "asc" }],
  });
  return rows.map(({ createdBy, ...row }) => ({ ...row, by: createdBy?.name ?? "the command line" }));
}
