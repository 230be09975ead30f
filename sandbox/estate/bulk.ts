import { z } from "zod";
import { accountOf } from "../accounts";
import type { State } from "../types";
import { addFunction } from "./function";
import { addConnector, home, type EstateAccount } from "./identities";
import { account } from "./statements";

const regions = [
  ...["us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-1", "ap-northeast-1", "us-east-2"],
  ...["eu-west-2", "eu-north-1", "ap-south-1", "ca-central-1", "sa-east-1", "ap-southeast-2", "us-west-1"],
];

/** A large estate of equal accounts, for benches: the same on every start. */
export const bulkShape = z.object({
  kind: z.literal("bulk"),
  accounts: z.number().int().min(1).max(5000),
  regions: z.number().int().min(1).max(regions.length),
  /** In each region of each account. */
  functions: z.number().int().min(0).max(100_000),
  /** Of each function: `prod`, then `stage-2` and so on. */
  aliases: z.number().int().min(0).max(50).default(1),
});
export type BulkShape = z.input<typeof bulkShape>;

/** `bulk:20x2x1000` or, with three aliases, `bulk:20x2x1000x3`; null when it is another text. */
export function findBulkShape(text: string): BulkShape | null {
  const numbers = /^bulk:(\d+)x(\d+)x(\d+)(?:x(\d+))?$/.exec(text)?.slice(1);
  if (!numbers) return null;
  const [accounts, inRegions, functions, aliases] = numbers.map((one) => (one ? Number(one) : undefined));
  return bulkShape.safeParse({ kind: "bulk", accounts, regions: inRegions, functions, aliases }).data ?? null;
}

const idOf = (index: number) => String(200_000_000_001 + index);

/** The accounts of a bulk estate, as the product imports them. */
export function bulkAccounts(shape: BulkShape, organizationId: string): EstateAccount[] {
  return Array.from({ length: shape.accounts }, (_, index) => ({
    id: idOf(index),
    name: `bulk-${String(index + 1).padStart(4, "0")}`,
    organizationId,
    roleArn: `arn:aws:iam::${idOf(index)}:role/XaccountConnector`,
    externalId: `xa-bulk-${idOf(index)}`,
    regions: regions.slice(0, shape.regions),
  }));
}

/**
 * Puts a bulk estate into the state: functions owned by one of 20 teams, with one version and its aliases; every
 * second one lets another account call its first alias, or without aliases the function.
 */
export function addBulk(state: State, given: BulkShape): void {
  const shape = bulkShape.parse(given);
  const names = Array.from({ length: shape.aliases }, (_, index) =>
    index === 0 ? "prod" : `stage-${index + 1}`,
  );
  const aliases = Object.fromEntries(names.map((name) => [name, "1"]));
  const accounts = bulkAccounts(shape, state.organizationId);
  for (const [accountIndex, { id, name, externalId = "", regions: inRegions }] of accounts.entries()) {
    Object.assign(accountOf(state, id), { name, inOrganization: true });
    addConnector(state, id, externalId);
    for (const region of inRegions) {
      for (let index = 0; index < shape.functions; index += 1) {
        const caller = idOf((accountIndex + 1 + index) % (shape.accounts + 7));
        const isShared = index % 2 === 0;
        const parts = [account("consumer", caller)];
        addFunction(state, {
          ...{ account: id, region, aliases, versions: 1 },
          name: `fn-${String(index + 1).padStart(6, "0")}`,
          owner: `team-${String((index % 20) + 1).padStart(2, "0")}`,
          policies: isShared ? { [names[0] ?? ""]: parts } : {},
        });
      }
    }
  }
  Object.assign(accountOf(state, home), { name: "platform", inOrganization: true });
  state.organization = { managementAccountId: home, delegatedAdministrators: [] };
}
