import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { paths } from "@/lib/paths";

/** Something that is not there (any more). */
export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is nothing here"
        action={<ButtonLink href={paths.functions()}>Find a function</ButtonLink>}
      >
        It may have been removed since somebody linked to it. Nothing was changed.
      </EmptyState>
    </>
  );
}
