const name = "xaccount-help-key";

/** Whether `?` lists the shortcuts. A key without Ctrl can be turned off (WCAG 2.2, 2.1.4). */
export function isHelpKeyOn(): boolean {
  try {
    return localStorage.getItem(name) !== "off";
  } catch {
    return true; // the browser keeps nothing
  }
}

/** Turns it on or off in this browser. */
export function setHelpKey(on: boolean): void {
  try {
    localStorage.setItem(name, on ? "on" : "off");
  } catch {
    // The browser keeps nothing: it stays on.
  }
}
