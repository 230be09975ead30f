/** Somebody to be, on the page of people. `id` is the subject. */
export interface Person {
  id: string;
  name: string;
  email: string;
  groups: string[];
  /** What they come for. */
  role: string;
}

const person = (id: string, name: string, groups: string[], role: string): Person => ({
  id,
  name,
  email: `${id}@example.com`,
  groups,
  role,
});

export const people: Person[] = [
  person("casey", "Casey Checkout", ["checkout"], "Builds the checkout and needs other teams' functions"),
  person("rosa", "Rosa Reporting", ["analytics"], "Reports over everybody's data"),
  person(
    "petra",
    "Petra Payments",
    ["payments"],
    "Answers for the payments functions, my-function among them",
  ),
  person("marc", "Marc Media", ["media"], "Answers for the media functions"),
  person("olga", "Olga Platform", ["platform"], "Answers for the platform functions"),
  person("ines", "Ines Identity", ["identity"], "Answers for sign-in and sessions"),
  person(
    "pat",
    "Pat Both",
    ["payments", "checkout"],
    "Is in two teams, and may not approve what they asked for",
  ),
  person(
    "otto",
    "Otto On-call",
    ["xaccount-break-glass"],
    "Is on call: may have access applied at once, and is reviewed afterwards",
  ),
  person("alex", "Alex Auditor", ["xaccount-auditors"], "Reads everything, decides nothing"),
  person(
    "ada",
    "Ada Administrator",
    ["xaccount-administrators"],
    "Runs Xaccount: connects accounts, syncs, names owners",
  ),
];
