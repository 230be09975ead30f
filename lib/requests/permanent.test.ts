import { beforeAll, describe, expect, it } from "vitest";
import { applyGrant } from "@/lib/grants/apply";
import { expireDueGrants } from "@/lib/grants/expire";
import type { PersonActor } from "@/lib/identity/types";
import { phrasesText } from "@/lib/lambda/describe";
import { approve, ask } from "@/tests/ask";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { connectEstate, syncNow, withSandbox } from "@/tests/with-sandbox";
import { analyseRequest, getRequest } from "./get";
import { reasonsFor } from "./reasons";

withDatabase();
withSandbox();
let casey: PersonActor, petra: PersonActor, ada: PersonActor;

beforeAll(async () => {
  await connectEstate();
  await syncNow("123456789012");
  casey = await makePerson("Casey", ["checkout"]);
  petra = await makePerson("Petra", ["payments"]);
  ada = await makePerson("Ada", ["xaccount-administrators"]);
});

const onlyAdministrators = "Only an administrator can approve access without an end.";

describe("access without an end", () => {
  it("says that it has none, and is approved by somebody whom two rules let, and by nobody else", async () => {
    const id = await ask(casey, { permanent: "yes", durationDays: "" });
    const { items } = await analyseRequest(await getRequest(id));
    expect(items[0]?.findings.map(({ code }) => code)).toContain("no-end");
    expect(phrasesText(items[0]?.phrases ?? [])).toContain("without an end");

    expect(reasonsFor(petra, await getRequest(id), null).approve).toBe(onlyAdministrators);
    expect(reasonsFor(ada, await getRequest(id), null).approve).toBeNull();
    await expect(approve(petra, id)).rejects.toMatchObject({
      code: "Forbidden",
      message: onlyAdministrators,
    });
    expect((await getRequest(id)).state).toBe("pending");
    await approve(ada, id);
    const grantId = (await getRequest(id)).grants[0]?.id ?? "";
    await applyGrant(grantId);
    const inAHundredYears = new Date(Date.now() + 36_500 * 86_400_000);
    expect(await expireDueGrants(inAHundredYears)).toBe(0);
    expect((await getRequest(id)).grants).toMatchObject([{ state: "active", expiresAt: null }]);
  });

  it("is not asked for by many days", async () => {
    for (const durationDays of ["366", "", "0", "1e3", "Infinity"])
      await expect(ask(casey, { durationDays })).rejects.toMatchObject({
        code: "Invalid",
        fields: { durationDays: expect.any(String) as string },
      });
  });
});
