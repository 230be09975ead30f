/** What should be, as simple as it can be said: the model that the real verbs are compared with. */
export interface ModelRequest {
  requester: Who;
  principal: string;
  state: "pending" | "approved" | "rejected" | "withdrawn";
  /** Index of the grant it justifies; null while it has none. */
  grant: number | null;
  /** Whether it no longer justifies it. */
  ended: boolean;
}

export interface ModelGrant {
  principal: string;
  state: "applying" | "active" | "revoking" | "ended";
  /** Whether its statement stands in AWS. */
  stands: boolean;
  /** Whether the product has noticed that its statement is gone. */
  noticed: boolean;
}

export type Who = "casey" | "cem";

export interface Model {
  requests: ModelRequest[];
  grants: ModelGrant[];
  /** Principals of statements that somebody else put there. */
  foreign: string[];
}

/** The grant that a further request for the same principal would rest on. */
export function standingFor({ grants }: Model, principal: string): number | null {
  const index = grants.findLastIndex(
    (grant) => grant.principal === principal && (grant.state === "applying" || grant.state === "active"),
  );
  return index < 0 ? null : index;
}

/** Whether nothing justifies a grant any more. */
export const isAlone = ({ requests }: Model, grant: number) =>
  !requests.some((request) => request.grant === grant && !request.ended);

/** What the worker brings about. */
export function work({ grants }: Model): void {
  for (const grant of grants) {
    if (grant.state === "applying") Object.assign(grant, { state: "active", stands: true, noticed: false });
    if (grant.state === "revoking") Object.assign(grant, { state: "ended", stands: false, noticed: false });
  }
}
