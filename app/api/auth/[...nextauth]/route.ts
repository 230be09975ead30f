import { handlers } from "@/lib/identity/auth";

/** next-auth's own routes: the way to the identity provider and back. */
export const { GET, POST } = handlers;
