import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Wordmark } from "@/components/shell/wordmark";
import { Button } from "@/components/ui/button";
import { Flash } from "@/components/ui/flash";
import { providerName } from "@/lib/identity/auth-config";
import { callbackPath } from "@/lib/identity/callback-url";
import { currentActor } from "@/lib/identity/session";
import { signInFailure } from "./failures";
import { startSignIn } from "./start";

export const metadata: Metadata = { title: "Sign in" };

type Search = Record<string, string | string[] | undefined>;
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The way in. A form and a button: works without JavaScript. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const callbackUrl = callbackPath(one(search.callbackUrl));
  const failure = signInFailure(one(search.error));
  if (!failure && (await currentActor())) redirect(callbackUrl);
  return (
    <main id="main" className="mx-auto flex min-h-screen max-w-md flex-col justify-center px-4 py-12">
      <div className="rounded-lg border bg-raised p-6">
        <div className="-ml-2">
          <Wordmark />
        </div>
        <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
        <p className="mt-1 mb-5 text-sm text-muted">
          Ask for access to a Lambda function in another AWS account, approve it, see who has it, take it
          back.
        </p>
        {failure ? (
          <Flash tone="danger" title="You are not signed in">
            {failure}
          </Flash>
        ) : null}
        {!failure && one(search.expired) ? (
          <Flash tone="warning" title="Your session has ended">
            Nothing was changed. Sign in again to go on where you were.
          </Flash>
        ) : null}
        <form action={startSignIn}>
          <input type="hidden" name="callbackUrl" value={callbackUrl} />
          <Button type="submit" variant="primary" className="h-auto min-h-9 w-full py-1.5 whitespace-normal">
            Sign in with {providerName()}
          </Button>
        </form>
      </div>
    </main>
  );
}
