const typed = ["checkbox", "radio", "button", "submit", "reset"];

/** Whether what is pressed there is text being written, and no shortcut. */
function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !typed.includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

export type Shortcut = "find" | "help";

/** The shortcut that was pressed; null for none, while something is being written, and in front of an open dialog. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (event.defaultPrevented || event.repeat || event.isComposing || altKey || isWriting(target)) return null;
  if (document.querySelector("dialog[open]")) return null;
  if (key.toLowerCase() === "k" && ctrlKey !== metaKey && !event.shiftKey) return "find";
  return key === "?" && !ctrlKey && !metaKey ? "help" : null;
}
