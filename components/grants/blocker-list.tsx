import Link from "next/link";
import { paths } from "@/lib/paths";
import { RemoveForeign, type ForeignItem } from "../functions/foreign-buttons";
import type { FormAction } from "../ui/action-form";

/** A statement that keeps AWS from taking a grant's. */
export interface BlockerItem extends ForeignItem {
  /** The request behind it, where a grant stands for it. */
  requestId: number | null;
}

/** Statements that must go first, each with its way out. */
export function BlockerList({
  blockers,
  action,
  signInHref,
}: {
  blockers: BlockerItem[];
  action: FormAction;
  signInHref: string;
}) {
  if (blockers.length === 0) return null;
  return (
    <ul aria-label="Statements that must go first" className="mt-2 flex flex-col gap-2">
      {blockers.map((blocker) => (
        <li key={blocker.statementId} className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-xs break-all">{blocker.sid}</code>
          {blocker.requestId === null ? (
            <RemoveForeign item={blocker} trigger="Remove it" action={action} signInHref={signInHref} />
          ) : (
            <Link href={paths.request(blocker.requestId)} className="text-accent underline">
              see request {blocker.requestId}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
