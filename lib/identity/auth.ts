import "server-only";
import NextAuth from "next-auth";
import { authConfig } from "./auth-config";

/** next-auth, configured when a request first needs it: the environment is not known when the app is built. */
export const { handlers, auth, signIn, signOut } = NextAuth(() => authConfig());
