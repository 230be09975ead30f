import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { DriftFlash } from "./drift-flash";
import { SettleButtons } from "./settle-buttons";

const now = "2026-11-25T09:00:00Z";
const nothing = { restore: null, accept: null, remove: null };
const action = () => Promise.resolve({ turn: 1 });
const actions = { restore: action, accept: action, remove: action };
const drifted = {
  ...{ drift: "function_recreated", driftSince: null, driftAfter: null, driftAt: null },
  ...{
    driftEvent: null as string | null,
    driftBy: null,
    driftFound: null,
    statement: null,
    origin: "written",
  },
};
const grant = {
  ...{ ...drifted, id: "g", what: "my-function:prod", state: "active", standing: null as string | null },
  ...{ renewHref: "/requests/new", reasons: nothing },
};

const buttons = (values: Partial<typeof grant>) =>
  renderToStaticMarkup(<SettleButtons grant={{ ...grant, ...values }} actions={actions} signInHref="/" />);
const flash = (values: Partial<typeof drifted>) =>
  renderToStaticMarkup(<DriftFlash grant={{ ...drifted, ...values }} now={now} />);

describe("what settling says", () => {
  it("of a function that was made anew, whether anything is written", () => {
    expect(buttons({})).toContain("The statement is written to the one that is there now.");
    const stands = buttons({ standing: '{"Sid":"xa-1"}' });
    expect(stands).toContain("nothing is written");
    expect(stands).not.toContain("is written to the one");
  });

  it("binds to how it differs as shown, and to the statement that is removed", () => {
    expect(buttons({}).match(/name="shown" value="function_recreated"/g)).toHaveLength(2);
    const told = buttons({ drift: "missing", driftEvent: "CreateFunction20150331", standing: "{}" });
    expect(told.match(/name="shown" value="function_recreated"/g)).toHaveLength(2);
    expect(told.match(/name="shown" value="{}"/g)).toHaveLength(1);
  });

  it("of what was adopted, what can be done: it is neither restored nor asked anew on its own page", () => {
    expect(buttons({})).toContain("Ask anew");
    expect(buttons({ origin: "adopted" })).not.toContain("Ask anew");
    expect(flash({})).toContain("restore it or ask anew");
    for (const drift of ["missing", "replaced", "altered", "function_recreated"]) {
      const said = flash({ drift, origin: "adopted" });
      expect(said).toMatch(/[Aa]ccept that/);
      expect(said).not.toMatch(/[Rr]estore/);
      expect(said).not.toContain("ask anew");
    }
    expect(flash({ origin: "adopted" })).toContain("can be adopted anew");
  });
});
