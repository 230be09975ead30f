import { violation } from "./errors";

/** What a member of a request must be. `pattern` is also the text AWS prints. */
export interface Constraint {
  pattern?: string;
  min?: number;
  max?: number;
  values?: readonly string[];
}

const must = (value: string, member: string, what: string) =>
  `Value '${value}' at '${member}' failed to satisfy constraint: Member must ${what}`;

/** The patterns below, each compiled once. */
const compiled = new Map<string, RegExp>();

function compile(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  compiled.set(pattern, known);
  return known;
}

function violationsOf(member: string, value: string, { pattern, min, max, values }: Constraint): string[] {
  const found: string[] = [];
  if (min !== undefined && value.length < min)
    found.push(must(value, member, `have length greater than or equal to ${min}`));
  if (max !== undefined && value.length > max)
    found.push(must(value, member, `have length less than or equal to ${max}`));
  if (found.length === 0 && pattern && !compile(pattern).test(value))
    found.push(must(value, member, `satisfy regular expression pattern: ${pattern}`));
  if (values && !values.includes(value))
    found.push(must(value, member, `satisfy enum value set: [${values.join(", ")}]`));
  return found;
}

/**
 * Checks members of a request; those that are missing are not looked at.
 * @throws AwsError ValidationException naming every violation
 */
export function assertConstraints(
  members: [member: string, value: string | undefined, constraint: Constraint][],
): void {
  const found = members.flatMap(([member, value, constraint]) =>
    value === undefined ? [] : violationsOf(member, value, constraint),
  );
  if (found.length > 0) throw violation(found);
}

/** Patterns as the service prints them. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const patterns = {
  functionName: String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
  qualifier: String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`,
  urlQualifier: String.raw`((?!^\d+$)^[0-9a-zA-Z-_]+$)`,
  alias: String.raw`(?!^[0-9]+$)([a-zA-Z0-9-_]+)`,
  statementId: "([a-zA-Z0-9-_]+)",
  removedStatementId: String.raw`([a-zA-Z0-9-_.]+)`,
  action: "(lambda:[*]|lambda:[a-zA-Z]+|[*])",
  principal: String.raw`[^\s]+`,
  account: String.raw`\d{12}`,
  organization: "o-[a-z0-9]{10,32}",
  token: String.raw`[a-zA-Z0-9._\-]+`,
} as const;
