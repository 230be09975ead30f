import { AddPermissionCommand, GetPolicyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { nextPrincipal, verbs } from "@/tests/crash/verbs";
import { startWire, type Passing, type Wire } from "@/tests/wire";
import { withCast } from "@/tests/with-cast";
import { withDatabase } from "@/tests/with-database";
import { withSandbox } from "@/tests/with-sandbox";
import { applyGrant } from "./apply";
import { performRevoke } from "./perform-revoke";
import { revokeGrant } from "./revoke";

withDatabase();
const sandbox = withSandbox();
const target = { FunctionName: "my-function", Qualifier: "prod" };
let wire: Wire;
let sent: string[] = [];
/** What somebody else does between the product's reading and its next write. */
let before: (() => Promise<unknown>) | null = null;

const isWrite = ({ method, path }: Passing) => method !== "GET" && /\/functions\/[^/]+\/policy/.test(path);

beforeAll(async () => {
  wire = await startWire(process.env.AWS_ENDPOINT_URL ?? "", async (passing) => {
    if (!isWrite(passing)) return;
    sent.push(passing.method);
    const first = before;
    before = null;
    await first?.();
  });
  process.env.AWS_ENDPOINT_URL = wire.url;
});
afterAll(() => wire.stop());
const cast = withCast(); // reaches AWS by the wire

const aws = () => sandbox.clientOf("123456789012");
const foreign = (StatementId: string) => () =>
  aws().send(
    new AddPermissionCommand({
      ...{ ...target, StatementId, Action: "lambda:InvokeFunction", Principal: "999900001111" },
    }),
  );
const policyNow = async () => (await aws().send(new GetPolicyCommand(target))).Policy ?? "";

it("what somebody wrote since the policy was read is read before it is written to: 412, and once more", async () => {
  const id = (await verbs[0]?.prepare(cast, nextPrincipal())) ?? "";
  const grantOf = () => db().grant.findUniqueOrThrow({ where: { id } });
  before = foreign("theirs-1");
  await applyGrant(id);
  expect(sent).toEqual(["POST", "POST"]); // the first was refused: it named the revision of before
  const { state, statementId } = await grantOf();
  expect(state).toBe("active");
  expect(await policyNow()).toContain('"theirs-1"');
  expect((await policyNow()).split(statementId)).toHaveLength(2);

  sent = [];
  before = foreign("theirs-2");
  await revokeGrant(cast.petra, { grantId: id, reason: "No longer needed" });
  await performRevoke(id);
  expect(sent).toEqual(["DELETE", "DELETE"]);
  expect(await grantOf()).toMatchObject({ state: "revoked", failure: null });
  expect(await policyNow()).not.toContain(statementId);
  expect(await policyNow()).toMatch(/"theirs-1".*"theirs-2"/);
});
