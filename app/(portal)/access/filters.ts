import { exposureMarks } from "@/components/access/exposure-mark";
import type { Filter } from "@/components/ui/filter-bar";
import { functionFacets } from "@/lib/catalog/search";
import { grantableActions } from "@/lib/lambda/actions";
import { exposures } from "@/lib/lambda/types";

const kinds = ["account", "role", "user", "organization", "service", "anyone", "orphan", "unknown"];

/** The filters that both access pages have. */
export async function accessFilters(): Promise<Filter[]> {
  const { accounts, regions } = await functionFacets();
  const options = (values: readonly string[]) => values.map((value) => ({ value, text: value }));
  return [
    { name: "q", label: "Function" },
    { name: "kind", label: "Kind of principal", options: options(kinds) },
    {
      name: "account",
      label: "Function’s account",
      options: accounts.map(({ id, name }) => ({ value: id, text: `${name} ${id}` })),
    },
    { name: "region", label: "Region", options: options(regions) },
    { name: "action", label: "Action", options: options(grantableActions.map(({ action }) => action)) },
    {
      name: "exposure",
      label: "Exposure",
      options: exposures.map((value) => ({ value, text: exposureMarks[value].word })),
    },
    {
      name: "source",
      label: "Source",
      options: [
        { value: "granted", text: "granted here" },
        { value: "out_of_band", text: "out of band" },
      ],
    },
  ];
}
