import { Tabs } from "@/components/ui/tabs";
import type { GrantQuery } from "@/lib/grants/list";
import { paths } from "@/lib/paths";

/** Whose grants; and what nobody here granted. */
export function GrantTabs({ query: { of, state, drift, q, principal } }: { query: GrantQuery }) {
  const unmanaged = drift === "unmanaged";
  const tab = (value: GrantQuery["of"], text: string) => ({
    href: paths.grants({ of: value, q, ...(unmanaged ? {} : { state, drift, principal }) }),
    text,
    current: !unmanaged && of === value,
  });
  return (
    <Tabs
      label="Which grants"
      tabs={[
        tab("all", "All"),
        tab("mine", "Asked for by me"),
        tab("owned", "On my functions"),
        {
          href: paths.grants({ drift: "unmanaged", of: "owned", q }),
          text: "Out of band",
          current: unmanaged,
        },
      ]}
    />
  );
}
