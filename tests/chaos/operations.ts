import { db } from "@/lib/db/client";
import { unaudited } from "@/lib/db/unaudited";
import { toFailure } from "@/lib/failure";
import { expireDueGrants } from "@/lib/grants/expire";
import { revokeGrant } from "@/lib/grants/revoke";
import { giveBack } from "@/lib/requests/give-back";
import { seededRandom } from "../../sandbox/random";
import type { ForeignWriter } from "./foreign-writer";
import { approve, ask, type Place, type World } from "./world";

const reason = "For the test of faults";

/** Random operations on a world, repeatable by their seed: what each was answered is counted. */
export function randomOperations(world: World, foreign: ForeignWriter, seed: number) {
  const random = seededRandom(seed);
  const answers: Record<string, number> = {};
  const below = (limit: number) => Math.floor(random() * limit);
  const anyPlace = (): Place => {
    const place = world.places[below(world.places.length)];
    if (!place) throw new Error("The world has no places.");
    return place;
  };
  const anyGrant = async () => {
    const where = { state: { in: ["active" as const, "applying" as const] } };
    const at = below(Math.max(1, await db().grant.count({ where })));
    const [grant] = await db().grant.findMany({ where, orderBy: { id: "asc" }, skip: at, take: 1 });
    return grant;
  };

  const pendingFor = async ({ functionId, qualifier }: Place, principal: string) => {
    const where = { state: "pending" as const, functionId, principal, items: { some: { qualifier } } };
    return db().request.findFirst({ where, select: { id: true } });
  };
  /** Few principals a target, so that requests for the same meet. One that waits from before is approved. */
  const request = async () => {
    const place = anyPlace();
    const principal = String(700_000_000_000 + below(12));
    const waiting = await pendingFor(place, principal);
    await approve(world, place, waiting?.id ?? (await ask(world, place, principal)));
  };
  const revoke = async () => {
    const grant = await anyGrant();
    if (grant) await revokeGrant(world.decider, { grantId: grant.id, reason });
  };
  const handBack = async () => {
    const grant = await anyGrant();
    if (grant) await giveBack(world.asker, { requestId: grant.requestId, reason });
  };
  const expire = async () => {
    const grant = await anyGrant();
    if (!grant) return;
    const past = { expiresAt: new Date(Date.now() - 1000) };
    await unaudited("grant.attempted", (tx) =>
      tx.justification.updateMany({ where: { grantId: grant.id, endedAt: null }, data: past }),
    );
    await expireDueGrants();
  };
  // As often taken back as added, so that the policies have room to the end.
  const meddle = async () => void (await foreign.write(anyPlace(), random() < 0.5));

  const kinds: [share: number, run: () => Promise<void>][] = [
    [0.5, request],
    [0.15, revoke],
    [0.05, handBack],
    [0.1, expire],
    [0.2, meddle],
  ];

  async function one(): Promise<void> {
    let left = random();
    const chosen = kinds.find(([share]) => (left -= share) < 0) ?? kinds[0];
    const code = await (chosen?.[1]() ?? Promise.resolve()).then(
      () => "done",
      (error: unknown) => toFailure(error).code,
    );
    answers[code] = (answers[code] ?? 0) + 1;
  }

  return {
    /** What verbs were answered, by code. */
    answers,
    /** Runs so many, some at the same time. */
    async run(count: number, atOnce = 8): Promise<void> {
      let left = count;
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (left-- > 0) await one();
        }),
      );
    },
  };
}
