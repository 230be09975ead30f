import { AddPermissionCommand, RemovePermissionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { Place } from "./world";

/** Somebody else, with tools of their own, who writes into the same policies. */
export interface ForeignWriter {
  /** Adds a statement, or takes one of its own back. @returns whether AWS took it */
  write: (place: Place, add: boolean) => Promise<boolean>;
}

/** Statement IDs of its own begin so. */
export const foreignPrefix = "foreign-";

/** The statement that AWS makes of one of theirs. */
export function foreignStatement(place: Place, sid: string): string {
  const { accountId, region, name, qualifier } = place;
  return JSON.stringify({
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::444455556666:root" },
    Action: "lambda:GetFunction",
    Resource: `arn:aws:lambda:${region}:${accountId}:function:${name}:${qualifier}`,
  });
}

/** @param awsOf the client of an account and region */
export function startForeignWriter(awsOf: (place: Place) => LambdaClient): ForeignWriter {
  let number = 0;
  const own = new Map<Place, string[]>();
  return {
    async write(place, add) {
      const target = { FunctionName: place.name, Qualifier: place.qualifier };
      const mine = own.get(place) ?? [];
      const StatementId = add ? `${foreignPrefix}${++number}` : mine.shift();
      if (!StatementId) return false;
      if (add) own.set(place, [...mine, StatementId]);
      const aws = awsOf(place);
      const fields = { StatementId, Action: "lambda:GetFunction", Principal: "444455556666" };
      const sent = add
        ? aws.send(new AddPermissionCommand({ ...target, ...fields }))
        : aws.send(new RemovePermissionCommand({ ...target, StatementId }));
      // Whether it was taken although the answer says otherwise, what AWS wrote down tells.
      return sent.then(
        () => true,
        () => false,
      );
    },
  };
}
