import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  // The CLI is for writing migrations only; the product applies them itself at start (lib/db/migrate.ts).
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost:5432/xaccount" },
});
