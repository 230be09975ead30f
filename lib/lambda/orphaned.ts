import { sameStatement } from "./statement";

/** How AWS shows a role or user that was deleted, in place of its ARN. */
const deleted = /"A(ROA|IDA)[A-Z0-9]{12,}"/;
const identity = /"(A(ROA|IDA)[A-Z0-9]{12,}|arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[^"]+)"/;

const masked = (statement: string) => statement.replace(identity, '"*identity*"');

/** Whether a statement is one that was granted, but for its role or user: that was deleted, and nothing else differs. */
export function isOrphaned(found: string, granted: string): boolean {
  return deleted.test(found) && sameStatement(masked(found), masked(granted));
}
