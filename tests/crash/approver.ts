// A process in which many approve the same request at the same moment. Says what each was answered.
import { connect, db, disconnect } from "@/lib/db/client";
import { allowNoSignIn } from "@/lib/env";
import { toFailure } from "@/lib/failure";
import { reviewRequest } from "@/lib/requests/review";

const { DATABASE_URL = "", REQUEST_ID = "", HASH = "", AT_ONCE = "16" } = process.env;
allowNoSignIn();
await connect(DATABASE_URL);
const petra = await db().person.findFirstOrThrow({ where: { name: "Petra" } });
const actor = {
  kind: "person" as const,
  personId: petra.id,
  name: petra.name,
  email: petra.email,
  groups: petra.groups,
};
const answers = await Promise.all(
  Array.from({ length: Number(AT_ONCE) }, () =>
    reviewRequest(actor, { requestId: REQUEST_ID, verdict: "approve", text: "", analysisHash: HASH }).then(
      () => "approved",
      (error: unknown) => toFailure(error).code,
    ),
  ),
);
process.stdout.write(`${JSON.stringify(answers)}\n`);
await disconnect();
