import { AddPermissionCommand, GetPolicyCommand } from "@aws-sdk/client-lambda";
import { afterEach, expect, it } from "vitest";
import { withSandbox } from "@/tests/with-sandbox";
import { toAwsFailure } from "./errors";

const sandbox = withSandbox();
afterEach(() => sandbox.running().setFaults({}));

const failureOf = (sent: Promise<unknown>) =>
  sent.then(
    () => null,
    (error: unknown) => toAwsFailure(error, "account 123456789012, us-east-1"),
  );
const read = (FunctionName: string) =>
  failureOf(sandbox.clientOf("123456789012").send(new GetPolicyCommand({ FunctionName })));

it("what AWS said is told in its words", async () => {
  const command = new AddPermissionCommand({
    ...{ FunctionName: "payments-api", StatementId: "no spaces", Action: "lambda:InvokeFunction" },
    Principal: "111122223333",
  });
  expect(await failureOf(sandbox.clientOf("123456789012").send(command))).toMatchObject({
    awsKind: "other",
    code: "Refused",
    isTransient: false,
  });
  expect(await read("no-such-function")).toMatchObject({ awsKind: "not-found", code: "NotFound" });
});

it.each(["payments-api", "no-such-function"])(
  "an answer that breaks off is nobody's word, whatever its status: %s",
  async (name) => {
    sandbox.running().setFaults({ rate: 1, kinds: ["cut"], operations: ["GetPolicy"] });
    expect(await read(name)).toMatchObject({
      awsKind: "unreachable",
      code: "Unreachable",
      isTransient: true,
    });
  },
);
