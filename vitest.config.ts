import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": path.resolve(import.meta.dirname), "server-only": path.resolve("tests/empty.ts") };

// unit: pure code and the sandbox, nothing started. integration: verbs on a real PostgreSQL and the sandbox.
export default defineConfig({
  resolve: { alias },
  test: {
    // Vitest leaves one core to itself, which on two is half of them; verbs mostly wait for the database and the sandbox.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["{lib/lambda,sandbox,components,bin,tests}/**/*.test.{ts,tsx}"] },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["lib/**/*.test.ts"],
          exclude: ["lib/lambda/**"],
          globalSetup: "tests/database.ts",
          setupFiles: "tests/setup.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
