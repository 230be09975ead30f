import { canonical } from "./canonical";
import { contextOf } from "./caller";
import { bearingOf, type Asked } from "./judge";
import type { Grade } from "./naming";
import type { Principal, Statement } from "./types";
import { hasVariables } from "./variables";

/** What is known beside the two statements. */
export interface CoverFacts {
  /** The account of the function whose policy it is. */
  ownerAccountId: string;
  /** The organization of an account: null for one in none, undefined for one that is not known. */
  organizationOf?: (accountId: string) => string | null | undefined;
}

/** What a statement says, whatever its ID; and its conditions. */
interface Said {
  whole: string;
  conditions: string;
}
/** Each is compared with all others of its policy: what it says is put together once. */
const known = new WeakMap<Statement, Said>();

function saidOf(statement: Statement): Said {
  const before = known.get(statement);
  if (before) return before;
  const raw: unknown = JSON.parse(statement.document);
  const whole = canonical({ ...(typeof raw === "object" ? raw : {}), Sid: undefined });
  const said = { whole, conditions: canonical(statement.conditions) };
  known.set(statement, said);
  return said;
}

const isPlain = ({ notPrincipal, notAction, notResource, resources, actions, variables }: Statement) =>
  !notPrincipal &&
  !notAction &&
  !notResource &&
  !(variables && [...resources, ...actions].some(hasVariables));

/** A pattern asked about as if it were a text is held by another one, but that a `?` would take its `*` for a letter. */
const isSure = (asked: string, patterns: string[]) =>
  !asked.includes("*") || !patterns.some((pattern) => pattern.includes("?"));

const rank: Record<Grade, number> = { direct: 2, role: 1, account: 0 };
const unconditional = (statement: Statement): Statement => ({
  ...statement,
  conditions: {},
  conditionList: [],
});

/** Whether a statement allows a call, and names the caller no less directly where that matters: in their own account. */
function allowsAsWell(wide: Statement, narrow: Statement, asked: Asked, isOwn: boolean): boolean {
  const bearing = bearingOf(wide, asked, true);
  if (bearing?.truth !== "yes") return false;
  if (!isOwn) return true;
  const own = bearingOf(unconditional(narrow), asked, true);
  return own !== null && rank[bearing.grade] >= rank[own.grade];
}

/**
 * Whether one statement allows all that another does, so that the other could go and nobody would notice. In doubt it
 * does not: negations, policy variables and other conditions are compared word for word only.
 */
export function covers(wide: Statement, narrow: Statement, facts: CoverFacts): boolean {
  if (wide.effect !== "Allow" || narrow.effect !== "Allow") return false;
  const [saidWide, saidNarrow] = [saidOf(wide), saidOf(narrow)];
  if (saidWide.whole === saidNarrow.whole) return true;
  if (!isPlain(wide) || !isPlain(narrow)) return false;
  const alike = saidWide.conditions === saidNarrow.conditions;
  // Only who calls is known of the calls asked about, so that no other condition is met for sure.
  if (!alike && wide.conditionList.some(({ key }) => !key.startsWith("aws:principal"))) return false;
  const asWide = alike ? unconditional(wide) : wide;
  const allowed = (caller: Principal, action: string, resource: string) => {
    if (caller.kind === "unknown") return false;
    if (!isSure(action, wide.actions) || !isSure(resource, wide.resources)) return false;
    const accountId = "accountId" in caller ? caller.accountId : null;
    const organizationId = accountId ? facts.organizationOf?.(accountId) : undefined;
    const asked: Asked = {
      ...{ caller, action: action.toLowerCase(), resource, bounded: false },
      context: contextOf(caller, resource, organizationId === undefined ? {} : { organizationId }),
    };
    return allowsAsWell(asWide, narrow, asked, accountId === facts.ownerAccountId);
  };
  // Whoever was deleted calls no more.
  const callers = narrow.principals.filter(({ kind }) => kind !== "orphan");
  return callers.every((caller) =>
    narrow.actions.every((action) => narrow.resources.every((one) => allowed(caller, action, one))),
  );
}
