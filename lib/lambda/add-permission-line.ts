import { addPermissionFields } from "./statement";
import type { StatementInput } from "./types";

const options: Record<string, string> = {
  FunctionName: "--function-name",
  Qualifier: "--qualifier",
  StatementId: "--statement-id",
  Action: "--action",
  Principal: "--principal",
  PrincipalOrgID: "--principal-org-id",
};

function quote(text: string): string {
  return /^[\w:/.@=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The `aws lambda add-permission` line that makes the statement, ready to paste. */
export function addPermissionLine(input: StatementInput, { region }: { region: string }): string {
  const fields = new Map(Object.entries(addPermissionFields(input)));
  const parts = Object.entries(options).flatMap(([field, option]) => {
    const value = fields.get(field);
    return value === undefined ? [] : [`${option} ${quote(String(value))}`];
  });
  return ["aws lambda add-permission", ...parts, `--region ${region}`].join(" ");
}
