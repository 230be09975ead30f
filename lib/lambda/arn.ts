import { isRegion } from "./region";
import type { FunctionArn, Parsed } from "./types";

const no = (sentence: string) => ({ ok: false, sentence }) as const;

/**
 * Reads a function ARN, qualified or not, with or without surrounding spaces.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function parseFunctionArn(text: string): Parsed<FunctionArn> {
  const parts = text.trim().split(":");
  const [
    arn,
    partition = "",
    service,
    region = "",
    accountId = "",
    type,
    functionName = "",
    qualifier = "",
    ...more
  ] = parts;
  if (arn !== "arn") return no("A function ARN starts with arn:aws:lambda: and ends in the function's name.");
  if (!/^aws[a-z-]*$/.test(partition))
    return no(`The partition “${partition}” is none of AWS's (aws, aws-cn, aws-us-gov).`);
  if (service !== "lambda") return no(`This is an ARN of ${service || "no service"}, not of Lambda.`);
  if (!isRegion(region)) return no(`The region “${region}” is none; a region looks like us-east-1.`);
  const account = parseAccountId(accountId);
  if (!account.ok) return account;
  if (type !== "function") return no(`This is the ARN of a ${type || "nothing"}, not of a function.`);
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(functionName)) {
    return no(`The function's name “${functionName}” can't be: letters, digits, - and _, at most 64.`);
  }
  if (more.length > 0 || (parts.length === 8 && qualifier === ""))
    return no("After the function's name comes at most one qualifier.");
  if (qualifier && !/^[a-zA-Z0-9$_-]{1,128}$/.test(qualifier))
    return no(`The qualifier “${qualifier}” can't be.`);
  return { ok: true, value: { partition, region, accountId, functionName, qualifier } };
}

/** Reads an account ID: twelve digits; dashes as the console prints them are taken out. */
export function parseAccountId(text: string): Parsed<string> {
  const digits = text.trim().replaceAll("-", "");
  if (/^\d{12}$/.test(digits)) return { ok: true, value: digits };
  if (/^\d+$/.test(digits)) return no(`An account ID has 12 digits; this has ${digits.length}.`);
  return no("An account ID is 12 digits.");
}

/** The ARN, with its qualifier when it has one. */
export function formatFunctionArn({
  partition,
  region,
  accountId,
  functionName,
  qualifier,
}: FunctionArn): string {
  const arn = `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}`;
  return qualifier ? `${arn}:${qualifier}` : arn;
}

/** Reads a qualifier that a policy can hang on: '' (unqualified), a version's number or an alias. */
export function parseQualifier(text: string): Parsed<string> {
  const qualifier = text.trim();
  if (/^\$LATEST/i.test(qualifier)) {
    return no(
      "AWS takes no permissions on $LATEST. Ask for an alias, a published version, or the function without a qualifier.",
    );
  }
  if (qualifier === "" || /^[a-zA-Z0-9_-]{1,128}$/.test(qualifier)) return { ok: true, value: qualifier };
  return no(`“${qualifier}” can't be an alias or a version: letters, digits, - and _, at most 128.`);
}

/** How a target is written: `my-function:prod`, or `my-function` when unqualified. */
export function targetName(functionName: string, qualifier: string): string {
  return qualifier ? `${functionName}:${qualifier}` : functionName;
}
