import { randomUUID } from "node:crypto";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/audit/actor";
import { receiveEvent } from "@/lib/catalog/notice";
import { rereadFunction } from "@/lib/catalog/refresh";
import { db } from "@/lib/db/client";
import { exposures } from "@/lib/lambda/types";
import { adoptStatement } from "@/lib/requests/adopt";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { listUnmanaged, type Unmanaged } from "./unmanaged";

withDatabase();
const sandbox = withSandbox();
const account = "123456789012";
let petra: Actor, ada: Actor;

beforeAll(async () => {
  await connectEstate();
  for (const id of [account, "111122223333"]) await syncNow(id);
  petra = await makePerson("Petra", ["payments"]);
  ada = await makePerson("Ada", ["xaccount-administrators"]);
});

async function all(actor: Actor, of: "owned" | "all", limit?: number): Promise<Unmanaged[]> {
  const rows: Unmanaged[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = await listUnmanaged(actor, { of, after }, limit);
    rows.push(...page.rows);
    after = page.next ?? undefined;
    more = page.next !== null;
  }
  return rows;
}
const idsOf = (rows: Unmanaged[]) => rows.map(({ id }) => id);

it("shows what lets somebody in on one's own functions, the furthest-reaching first, in pages that meet", async () => {
  const rows = await all(petra, "owned");
  expect(new Set(rows.map(({ accountId }) => accountId))).toEqual(new Set([account]));
  const ranks = rows.map(({ exposure }) => exposures.indexOf(exposure));
  expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
  expect(rows[0]?.exposure).toBe("public");
  expect(rows.map(({ sid }) => sid)).not.toContain("NobodyChangesIt"); // it denies
  expect(idsOf(await all(petra, "owned", 3))).toEqual(idsOf(rows));
  const everywhere = await all(ada, "all", 7);
  expect(everywhere.length).toBeGreaterThan(rows.length);
  expect(new Set(idsOf(everywhere)).size).toBe(everywhere.length);
  expect(await all(ada, "owned")).toEqual([]);
});

it("says whom it lets in, since when, and who made it where an event said so", async () => {
  const { id } = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
  const target = { FunctionName: "my-function", Qualifier: "prod" };
  await sandbox.clientOf(account).send(
    new AddPermissionCommand({
      ...{ ...target, StatementId: "by-hand" },
      ...{ Action: "lambda:InvokeFunction", Principal: "999900001111" },
    }),
  );
  const told = (statementId: string, arn: string, at: Date) =>
    receiveEvent({
      ...{ "detail-type": "AWS API Call via CloudTrail", account, region: "us-east-1" },
      detail: {
        ...{ eventID: randomUUID(), eventSource: "lambda.amazonaws.com", eventTime: at.toISOString() },
        ...{ eventName: "AddPermission20150331v2", userIdentity: { arn } },
        requestParameters: { functionName: "my-function", statementId },
      },
    });
  await told("by-hand", "arn:aws:iam::123456789012:user/petra", new Date(Date.now() - 2000));
  await told("another", "arn:aws:iam::123456789012:user/olga", new Date(Date.now() - 1000));
  await rereadFunction(id);
  const { rows } = await listUnmanaged(petra, { of: "owned", exposure: "whole_account", q: "my-func" });
  expect(rows).toMatchObject([
    {
      ...{ sid: "by-hand", qualifier: "prod", functionName: "my-function" },
      principals: [{ kind: "account", value: "999900001111" }],
      by: "arn:aws:iam::123456789012:user/petra",
    },
  ]);
});

it("shows nothing that somebody answers for", async () => {
  const [row] = (await listUnmanaged(petra, { of: "owned", exposure: "organization" })).rows;
  const { document } = await db().statement.findUniqueOrThrow({ where: { id: row?.id } });
  const reason = "The whole company is meant to.";
  await adoptStatement(petra, { statementId: row?.id, shown: document, durationDays: "30", reason });
  expect(idsOf(await all(petra, "owned"))).not.toContain(row?.id);
});
