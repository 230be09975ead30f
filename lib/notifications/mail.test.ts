import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import type { PersonActor } from "@/lib/identity/types";
import { makePerson } from "@/tests/people";
import { withDatabase } from "@/tests/with-database";
import { withMailServer } from "@/tests/with-mail-server";
import { withWebhook } from "@/tests/with-webhook";
import type { Channels } from "./channels";
import { deliverNotification } from "./deliver";
import { notify } from "./notify";

withDatabase();
const server = withMailServer({ user: "xaccount", password: "not-to-be-told" });
const webhook = withWebhook();
let casey: PersonActor;

beforeAll(async () => {
  casey = await makePerson("Casey", ["checkout"]);
});

const channels = (url = server.url(), hook: Channels["webhook"] = null): Channels => ({
  ...{ webhook: hook, mail: { url, from: "Xaccount <xaccount@example.com>" } },
  baseUrl: "https://xaccount.example.com",
});
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

async function told(
  handles: string[],
  personIds: string[] = [],
  title: string = randomUUID(),
): Promise<string> {
  const key = `test ${randomUUID()}`;
  await unaudited("notification.told", (tx) =>
    notify(tx, {
      ...{ key, kind: "test.told", level: "danger", title, detail: "What happened." },
      ...{ href: "/requests/7", to: { handles, personIds } },
    }),
  );
  return key;
}
async function mailsOf(key: string) {
  const { title } = await db().notification.findUniqueOrThrow({ where: { key } });
  return server.received.filter(({ raw }) => raw.includes(title));
}
const deliveries = (key: string) =>
  db().delivery.findMany({ where: { notification: { key } }, orderBy: { address: "asc" } });

it("owners that are addresses, and people, get a mail each; a group gets none", async () => {
  const key = await told(["payments", "Owner@example.com", "casey@example.com"], [casey.personId]);
  await deliverNotification(key, { channels: channels() });
  const mails = await mailsOf(key);
  expect(mails.map(({ to }) => to).toSorted()).toEqual([["casey@example.com"], ["owner@example.com"]]);
  const { raw = "", from } = mails[0] ?? {};
  expect(from).toBe("xaccount@example.com");
  expect(raw).toMatch(/^Subject: Danger: /m);
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
  expect(raw).toContain("What happened.");
  expect(raw).toContain("https://xaccount.example.com/requests/7");
  const ids = (await deliveries(key)).map(({ id }) => id);
  expect(ids.some((id) => raw.includes(`Message-ID: <${id}@xaccount>`))).toBe(true);
});

it("who is refused for now gets it later, and the others not again", async () => {
  server.refusals.set("slow@example.com", [[451, "4.7.1 Come back later"]]);
  const key = await told(["slow@example.com", "fast@example.com"]);
  await deliverNotification(key, { channels: channels() });
  expect((await mailsOf(key)).map(({ to }) => to)).toEqual([["fast@example.com"]]);
  expect((await deliveries(key))[1]).toMatchObject({
    address: "slow@example.com",
    failure: expect.stringContaining("451 4.7.1 Come back later") as unknown,
  });
  await deliverNotification(key, { channels: channels(), now: inHours(1) });
  expect((await mailsOf(key)).map(({ to }) => to)).toEqual([["fast@example.com"], ["slow@example.com"]]);
});

it("an address that is refused for good is given up at once", async () => {
  server.refusals.set("gone@example.com", [[550, "5.1.1 No such person"]]);
  const key = await told(["gone@example.com"]);
  await deliverNotification(key, { channels: channels() });
  expect((await deliveries(key))[0]).toMatchObject({
    gaveUpAt: expect.any(Date) as unknown,
    failure: expect.stringContaining("550 5.1.1 No such person") as unknown,
  });
});

it("a server that is not there, or does not let one sign in, is tried again; no password is told", async () => {
  const key = await told(["owner@example.com"]);
  await deliverNotification(key, { channels: channels(server.url("wrong-and-secret")) });
  const [refused] = await deliveries(key);
  expect(refused).toMatchObject({ gaveUpAt: null, deliveredAt: null });
  expect(refused?.failure).toContain("did not let Xaccount sign in");
  await deliverNotification(key, {
    channels: channels("smtp://u:wrong-and-secret@localhost:9"),
    now: inHours(1),
  });
  const [unreachable] = await deliveries(key);
  expect(unreachable?.failure).toBe("The mail server could not be reached (ECONNREFUSED).");
  expect(JSON.stringify([refused, unreachable])).not.toContain("secret");
  await deliverNotification(key, { channels: channels(), now: inHours(2) });
  expect(await mailsOf(key)).toHaveLength(1);
});

it("a webhook that fails keeps no mail back", async () => {
  webhook.next.push(500);
  const hook = { url: webhook.url(), secret: undefined };
  const key = await told(["owner@example.com"]);
  await deliverNotification(key, { channels: channels(server.url(), hook) });
  expect(await mailsOf(key)).toHaveLength(1);
  await deliverNotification(key, { channels: channels(server.url(), hook), now: inHours(1) });
  expect(await mailsOf(key)).toHaveLength(1);
  expect(webhook.calls).toHaveLength(2);
  expect(webhook.calls[0]?.headers["x-xaccount-signature"]).toBeUndefined();
});

it("what somebody wrote can't add headers", async () => {
  const key = await told(["owner@example.com"], [], "A title\r\nBcc: everybody@example.com");
  await deliverNotification(key, { channels: channels() });
  const [mail] = server.received.slice(-1);
  expect(mail?.to).toEqual(["owner@example.com"]);
  expect(mail?.raw).not.toMatch(/^Bcc:/m);
});
