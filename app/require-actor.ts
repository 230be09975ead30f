import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { currentActor } from "@/lib/identity/session";
import type { PersonActor } from "@/lib/identity/types";
import { paths } from "@/lib/paths";

/**
 * Who is looking at a page; whoever is not signed in is sent to sign in, and comes back. Every page calls it itself:
 * Next.js does not run a layout again when somebody moves from page to page.
 * @param path the page's own path, to come back to
 */
export async function requireActor(path: string = paths.home()): Promise<PersonActor> {
  const actor = await currentActor();
  if (actor) return actor;
  // The cookie is still there and no longer good: the session ran out.
  const expired = (await cookies()).getAll().some(({ name }) => name.includes("authjs.session-token"));
  const callbackUrl = path === paths.home() ? undefined : path;
  redirect(paths.signIn({ callbackUrl, expired: expired ? "1" : undefined }));
}
