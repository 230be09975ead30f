import type { Resource } from "@/lib/identity/types";
import { parsePrincipal, principalAccount } from "@/lib/lambda/principal";
import type { Principal } from "@/lib/lambda/types";

/** A request's columns that the rules look at. */
export interface RequestFacts {
  id: number;
  requesterId: string;
  state: string;
  glassBrokenById?: string | null;
  principal: string;
  function: { accountId: string; region: string; name: string; owners: string[] };
}

/** Whom a request is about. One to remove a statement may be about several: they are one that can't be read. */
export function principalOf(text: string): Principal {
  const read = parsePrincipal(text);
  return read.ok ? read.value : { kind: "unknown", text };
}

/** How a request is named in the rules. */
export function resourceOf(request: RequestFacts): Resource {
  const { id, requesterId, state, glassBrokenById, principal } = request;
  const { accountId, region, name, owners } = request.function;
  return {
    type: "Request",
    id,
    requesterId,
    state,
    glassBrokenById,
    principalAccountId: principalAccount(principalOf(principal)),
    function: { accountId, region, name, owners },
  };
}
