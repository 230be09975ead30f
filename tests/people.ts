import { unaudited } from "@/lib/db/unaudited";
import type { PersonActor } from "@/lib/identity/types";

/** Somebody who has signed in. */
export async function makePerson(name: string, groups: string[]): Promise<PersonActor> {
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = await unaudited("person.seen", (tx) =>
    tx.person.create({ data: { issuer: "test", subject: name, name, email, groups } }),
  );
  return { kind: "person", personId: id, name, email, groups };
}
