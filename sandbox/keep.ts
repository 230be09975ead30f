import { renameSync, writeFileSync } from "node:fs";
import type { State } from "./types";

/** The state on disk: written aside and renamed, so that a kill leaves the old or the new one. */
export function keep(file: string, state: State): void {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(state));
  renameSync(aside, file);
}

/**
 * Keeps the state for several calls at once: what changed in one turn of the event loop is written together.
 * @returns asks for the next writing; resolves when it is on disk, rejects when it could not be written
 */
export function startKeeping(file: string, state: State): () => Promise<void> {
  let next: Promise<void> | null = null;
  return () =>
    (next ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        next = null;
        try {
          keep(file, state);
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    }));
}
