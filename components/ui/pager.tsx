import { ButtonLink } from "./button";

/** Keyset paging: on from here, or back to the start. Browser Back goes back a page. */
export function Pager({ first, next }: { first: string | null; next: string | null }) {
  if (!first && !next) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2">
      {first ? <ButtonLink href={first}>First page</ButtonLink> : null}
      {next ? (
        <ButtonLink href={next} rel="next">
          Next page
        </ButtonLink>
      ) : null}
    </nav>
  );
}
