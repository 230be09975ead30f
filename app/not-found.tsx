import Link from "next/link";
import { paths } from "@/lib/paths";

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-md px-4 py-16 text-center">
      <h1 className="text-xl font-semibold tracking-tight">There is no such page</h1>
      <p className="mt-2 text-sm text-muted">
        Go to the{" "}
        <Link className="text-accent underline" href={paths.home()}>
          home page
        </Link>
        .
      </p>
    </main>
  );
}
