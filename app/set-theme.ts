"use server";
import { cookies, headers } from "next/headers";
import { revalidatePath } from "next/cache";
import { assertSameOrigin } from "@/lib/identity/origin";

/** Keeps the theme somebody chose in a cookie; `system` forgets it. */
export async function setTheme(data: FormData): Promise<void> {
  assertSameOrigin(await headers());
  const theme = data.get("theme");
  const jar = await cookies();
  if (theme === "light" || theme === "dark")
    jar.set("theme", theme, { maxAge: 31_536_000, sameSite: "lax", path: "/" });
  else jar.delete("theme");
  revalidatePath("/", "layout");
}
