"use client";
import { Button } from "@/components/ui/button";
import { Flash } from "@/components/ui/flash";

/** What a page shows when it could not be made. Nothing of the error itself: the log has it, under the digest. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">This page could not be shown</h1>
      <Flash tone="danger" title="Something went wrong on our side">
        Nothing was changed. Try again; if it stays so, tell an administrator
        {error.digest ? ` (log entry ${error.digest})` : ""}.
      </Flash>
      <Button onClick={reset}>Try again</Button>
    </>
  );
}
