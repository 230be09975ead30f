import { exposureMarks } from "@/components/access/exposure-mark";
import type { Filter } from "@/components/ui/filter-bar";
import { placeFacets } from "@/lib/catalog/search";
import { conditionClasses } from "@/lib/lambda/condition-class";
import { grantableActions } from "@/lib/lambda/actions";
import { exposures } from "@/lib/lambda/types";

const kinds = ["account", "role", "user", "organization", "service", "anyone", "orphan", "unknown"];
const conditionWords: Record<string, string> = {
  none: "none",
  caller: "on who calls",
  source: "on the source",
  url: "on the function URL",
  network: "on the network",
  time: "on the time",
  other: "other",
};
const ageWords: Record<string, string> = {
  "1d": "a day at most",
  "7d": "7 days at most",
  "30d": "30 days at most",
  "90d": "90 days at most",
  older: "over 90 days",
};
const words = (texts: Record<string, string>) =>
  Object.entries(texts).map(([value, text]) => ({ value, text }));
const names = (values: readonly string[]) => values.map((value) => ({ value, text: value }));

/** The filters that all access pages have. */
export async function accessFilters(): Promise<Filter[]> {
  const { accounts, regions } = await placeFacets();
  return [
    { name: "q", label: "Function" },
    { name: "kind", label: "Kind of principal", options: names(kinds) },
    {
      name: "account",
      label: "Function’s account",
      options: accounts.map(({ id, name }) => ({ value: id, text: `${name} ${id}` })),
    },
    { name: "region", label: "Region", options: names(regions) },
    { name: "action", label: "Action", options: names(grantableActions.map(({ action }) => action)) },
    {
      name: "exposure",
      label: "Exposure",
      options: exposures.map((value) => ({ value, text: exposureMarks[value].word })),
    },
    {
      name: "source",
      label: "Source",
      options: words({ granted: "granted here", out_of_band: "out of band" }),
    },
    {
      name: "condition",
      label: "Condition",
      options: ["none", ...conditionClasses].map((value) => ({
        value,
        text: conditionWords[value] ?? value,
      })),
    },
    { name: "age", label: "Age", options: words(ageWords) },
  ];
}

/** The filters of statements alone, for a page of one function. */
export async function statementFilters(): Promise<Filter[]> {
  const own = ["action", "exposure", "source", "condition", "age"];
  return [...(await accessFilters()).filter(({ name }) => own.includes(name)), momentFilter];
}

/** Who is asked about, and as of when. */
export const principalFilter: Filter = {
  name: "principal",
  label: "Principal",
  placeholder: "Account ID, ARN, service",
};
export const momentFilter: Filter = { name: "at", label: "As of", moment: true };
export const comparedFilters: Filter[] = [
  { name: "from", label: "From", moment: true },
  { name: "to", label: "To (now, if empty)", moment: true },
];
