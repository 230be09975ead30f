import type { FoundGroup } from "@/components/shell/found-group";
import { targetName } from "@/lib/lambda/arn";
import { paths } from "@/lib/paths";
import type { Found } from "@/lib/requests/find";

/** What was found as the palette lists it: each with its way. Kinds of which nothing was found are left out. */
export function foundGroups({ functions, principals, requests }: Found): FoundGroup[] {
  const groups: FoundGroup[] = [
    {
      title: "Functions",
      items: functions.map(({ id, name, accountName, accountId, region }) => ({
        ...{ href: paths.function(id), text: name, note: `${accountName} ${accountId}, ${region}` },
      })),
    },
    {
      title: "Principals",
      items: principals.map(({ value, kind, name }) => ({
        ...{ href: paths.principal(value), text: value, note: name ? `${kind} ${name}` : kind },
      })),
    },
    {
      title: "Requests",
      items: requests.map(({ id, state, principal, items, function: fn, requester }) => ({
        href: paths.request(id),
        text: `${id}: ${targetName(fn.name, items[0]?.qualifier ?? "")} for ${principal}`,
        note: `${state}, of ${requester.name}`,
      })),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
