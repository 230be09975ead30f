import next from "eslint-config-next";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      ".next*/",
      ".cache/",
      "data/",
      "lib/db/generated/",
      "next-env.d.ts",
      "test-results/",
      "playwright-report/",
    ],
  },
  ...next,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "no-console": "off",
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
    },
  },
  // React Compiler is not used, so that nothing is skipped by it.
  { files: ["components/**"], rules: { "react-hooks/incompatible-library": "off" } },
  {
    // Default exports are for the files Next.js finds by name, and for tools' configuration.
    files: ["lib/**", "components/**", "sandbox/**", "bench/**", "e2e/**/*.ts"],
    ignores: ["e2e/start-stack.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Named exports only." },
      ],
    },
  },
  {
    // The sandbox's state is plain JSON: a thing that is deleted is a key that goes.
    files: ["sandbox/**/*.ts"],
    rules: { "@typescript-eslint/no-dynamic-delete": "off" },
  },
  { files: ["*.js", "*.mjs"], rules: { "import/no-anonymous-default-export": "off" } },
);
