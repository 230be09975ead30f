import { allowNoSignIn } from "@/lib/env";

// Nobody signs in to a test of verbs: what only that needs may be missing.
allowNoSignIn();
