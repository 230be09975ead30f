import type { Parsed } from "./types";

/** An action that a function's policy can grant to another account. */
export interface GrantableAction {
  action: string;
  /** Whether it acts on a version or alias; if not, it is granted on the unqualified function only. */
  takesQualifier: boolean;
  /** What it lets the grantee do, as the end of "may …". */
  lets: string;
  /** Whether the function's code, settings or existence can change. */
  danger: boolean;
}

const row = (action: string, takesQualifier: boolean, lets: string, danger = false): GrantableAction => ({
  action: `lambda:${action}`,
  takesQualifier,
  lets,
  danger,
});

/** AWS's closed list. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export const grantableActions: readonly GrantableAction[] = [
  row("InvokeFunction", true, "invoke"),
  row("InvokeFunctionUrl", true, "call the function URL of"),
  row("GetFunction", true, "download the code and read the settings of"),
  row("GetFunctionConfiguration", true, "read the settings, environment variables included, of"),
  row("GetPolicy", true, "read who has access to"),
  row("GetAlias", false, "read an alias of"),
  row("ListAliases", false, "list the aliases of"),
  row("ListVersionsByFunction", false, "list the versions of"),
  row("ListTags", false, "read the tags of"),
  row("GetFunctionConcurrency", false, "read the reserved concurrency of"),
  row("GetProvisionedConcurrencyConfig", true, "read the provisioned concurrency of"),
  row("ListProvisionedConcurrencyConfigs", false, "list the provisioned concurrency of"),
  row("GetFunctionEventInvokeConfig", true, "read the asynchronous settings of"),
  row("ListFunctionEventInvokeConfigs", false, "list the asynchronous settings of"),
  row("TagResource", false, "set tags of"),
  row("UntagResource", false, "remove tags of"),
  row("PublishVersion", false, "publish versions of"),
  row("CreateAlias", false, "make aliases of"),
  row("UpdateAlias", false, "point aliases to other versions of", true),
  row("DeleteAlias", false, "delete aliases of", true),
  row("UpdateFunctionCode", false, "replace the code of", true),
  row("DeleteFunction", false, "delete", true),
  row("PutFunctionConcurrency", false, "set the reserved concurrency of", true),
  row("DeleteFunctionConcurrency", false, "remove the reserved concurrency of"),
  row("PutProvisionedConcurrencyConfig", true, "set the provisioned concurrency of"),
  row("DeleteProvisionedConcurrencyConfig", true, "remove the provisioned concurrency of"),
  row("PutFunctionEventInvokeConfig", true, "set where asynchronous results go of", true),
  row("UpdateFunctionEventInvokeConfig", true, "change where asynchronous results go of", true),
  row("DeleteFunctionEventInvokeConfig", true, "remove the asynchronous settings of"),
  row("*", true, "do everything a policy can allow, deleting it and replacing its code included, with", true),
];

const identityOnly = [
  "AddPermission",
  "RemovePermission",
  "PutResourcePolicy",
  "GetResourcePolicy",
  "DeleteResourcePolicy",
  "UpdateFunctionConfiguration",
  "CreateFunctionUrlConfig",
  "UpdateFunctionUrlConfig",
  "DeleteFunctionUrlConfig",
];
const onNoFunction = [
  "ListFunctions",
  "CreateFunction",
  "GetAccountSettings",
  "CreateEventSourceMapping",
  "GetEventSourceMapping",
  "UpdateEventSourceMapping",
  "DeleteEventSourceMapping",
  "ListEventSourceMappings",
  "ListLayers",
  "PublishLayerVersion",
  "GetLayerVersion",
  "DeleteLayerVersion",
  "AddLayerVersionPermission",
  "CreateCodeSigningConfig",
  "GetCodeSigningConfig",
];

const lowered = (names: readonly string[]) => new Set(names.map((name) => `lambda:${name.toLowerCase()}`));
const grantable = new Set(grantableActions.map(({ action }) => action.toLowerCase()));
const ownAccountOnly = lowered(identityOnly);
const functionless = lowered(onNoFunction);

/**
 * Whether a function's policy has a say in an action at all, be it by `lambda:*`: across accounts in those of AWS's
 * closed list only; within an account in none that is for identity policies alone.
 */
export function canFunctionPolicyGrant(action: string, acrossAccounts: boolean): boolean {
  const name = action.toLowerCase();
  if (grantable.has(name)) return true;
  return !acrossAccounts && !ownAccountOnly.has(name) && !functionless.has(name);
}

/** What is known of an action of the list. @throws Error for one that is not on it (parseAction first) */
export function getAction(action: string): GrantableAction {
  const found = grantableActions.find((one) => one.action === action);
  if (!found) throw new Error(`${action} is not on the list of grantable actions`);
  return found;
}

/**
 * Reads an action, in any case and with or without `lambda:`.
 * @returns its name as AWS writes it; a sentence when a policy can't grant it across accounts
 */
export function parseAction(text: string): Parsed<string> {
  const name = text
    .trim()
    .replace(/^lambda:/i, "")
    .toLowerCase();
  const found = grantableActions.find((one) => one.action.slice("lambda:".length).toLowerCase() === name);
  if (found) return { ok: true, value: found.action };
  const same = (one: string) => one.toLowerCase() === name;
  const [identity, none] = [identityOnly.find(same), onNoFunction.find(same)];
  if (identity) {
    return {
      ok: false,
      sentence: `lambda:${identity} can't be granted by a function's policy: AWS allows it to IAM policies only. It needs a role in the function's account.`,
    };
  }
  if (none)
    return {
      ok: false,
      sentence: `lambda:${none} acts on no function, so no function's policy can grant it. It needs a role in that account.`,
    };
  if (name === "") return { ok: false, sentence: "Choose an action, for instance lambda:InvokeFunction." };
  return { ok: false, sentence: `“${text.trim()}” is no Lambda action that a function's policy can grant.` };
}
