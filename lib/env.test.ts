import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";

const least = { OIDC_ISSUER: "https://login.example.com", OIDC_CLIENT_ID: "x", OIDC_CLIENT_SECRET: "y" };

describe("the environment", () => {
  it("needs little, and takes an empty value for a missing one", () => {
    const read = parseEnv({ ...least, DATABASE_URL: "", XACCOUNT_SMTP_URL: "" });
    expect(read).toMatchObject({ WORKER: "on", XACCOUNT_MAX_DAYS: 365 });
    expect(read).not.toHaveProperty("DATABASE_URL");
  });

  it("names everything that is wrong with it", () => {
    const wrong = { ...least, OIDC_ISSUER: "login", XACCOUNT_NOTIFY_URL: "ftp://example.com", WORKER: "no" };
    expect(() => parseEnv(wrong)).toThrow(/OIDC_ISSUER[^]*XACCOUNT_NOTIFY_URL[^]*WORKER/);
    expect(() => parseEnv({ ...least, XACCOUNT_NOTIFY_SECRET: "short" })).toThrow("XACCOUNT_NOTIFY_SECRET");
  });

  it("keeps what events told for longer than a sweep may leave a function unread", () => {
    expect(parseEnv(least)).toMatchObject({ XACCOUNT_KEEP_NOTICES_DAYS: 90, XACCOUNT_KEEP_SYNCS_DAYS: 14 });
    expect(() => parseEnv({ ...least, XACCOUNT_KEEP_NOTICES_DAYS: "30" })).toThrow(
      "XACCOUNT_KEEP_NOTICES_DAYS",
    );
    expect(() => parseEnv({ ...least, XACCOUNT_SWEEP_HOURS: String(31 * 24) })).toThrow(
      "XACCOUNT_SWEEP_HOURS",
    );
  });

  it("must say whom mail is from, where mail is sent", () => {
    const mail = { ...least, XACCOUNT_SMTP_URL: "smtps://user:password@mail.example.com" };
    expect(() => parseEnv(mail)).toThrow("XACCOUNT_MAIL_FROM");
    const from = "Xaccount <xaccount@example.com>";
    expect(parseEnv({ ...mail, XACCOUNT_MAIL_FROM: from }).XACCOUNT_MAIL_FROM).toBe(from);
  });
});
