import { ButtonLink } from "../ui/button";
import type { GrantItem } from "./grant-line";

/** The form for a new request with a grant's facts: to renew what stands, or to ask again for what is over. */
export function RenewLink({ grant }: { grant: Pick<GrantItem, "state" | "what" | "whom" | "renewHref"> }) {
  const text = grant.state === "active" ? "Renew" : "Ask again";
  return (
    <ButtonLink href={grant.renewHref} aria-label={`${text}: ${grant.what} for ${grant.whom}`}>
      {text}
    </ButtonLink>
  );
}
