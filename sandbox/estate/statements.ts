/** What a statement of the estate is made of, besides its Resource. */
export type Part = Record<string, unknown>;

const allow = (
  Sid: string,
  Principal: unknown,
  Action = "lambda:InvokeFunction",
  Condition?: unknown,
): Part => ({
  Sid,
  Effect: "Allow",
  Principal,
  Action,
  ...(Condition ? { Condition } : {}),
});

/** A whole account. */
export const account = (sid: string, id: string, action?: string) =>
  allow(sid, { AWS: `arn:aws:iam::${id}:root` }, action);
/** A role or user, by ARN; or a deleted one, by its unique ID. */
export const identity = (sid: string, arn: string, action?: string) => allow(sid, { AWS: arn }, action);
/** A service, for a resource of somebody. */
export const service = (sid: string, name: string, sourceArn?: string, sourceAccount?: string) =>
  allow(
    sid,
    { Service: `${name}.amazonaws.com` },
    undefined,
    sourceArn || sourceAccount
      ? {
          ...(sourceAccount ? { StringEquals: { "AWS:SourceAccount": sourceAccount } } : {}),
          ...(sourceArn ? { ArnLike: { "AWS:SourceArn": sourceArn } } : {}),
        }
      : undefined,
  );
/** Everybody of an organization. */
export const organization = (sid: string, id: string, action?: string) =>
  allow(sid, "*", action, { StringEquals: { "aws:PrincipalOrgID": id } });
/** The pair that opens a function URL to everybody. */
export const publicUrl = (): Part[] => [
  allow("FunctionURLAllowPublicAccess", "*", "lambda:InvokeFunctionUrl", {
    StringEquals: { "lambda:FunctionUrlAuthType": "NONE" },
  }),
  allow("FunctionURLInvokeAllowPublicAccess", "*", "lambda:InvokeFunction", {
    Bool: { "lambda:InvokedViaFunctionUrl": "true" },
  }),
];
/** Everybody, without any condition. */
export const everybody = (sid: string) => allow(sid, "*");
