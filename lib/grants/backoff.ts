/** Tries of a step before a person is asked, where none is needed earlier: about an hour. */
export const patience = 20;

/**
 * When a step that failed is tried again: twice as long each time, up to five minutes, with half of it by chance, so
 * that what failed together is not tried together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param attempts tries so far, from 1
 * @param chance a number from 0 up to 1
 * @returns seconds
 */
export function backoffSeconds(attempts: number, chance = Math.random()): number {
  const whole = Math.min(300, 2 ** Math.min(attempts, 20) / 2);
  return whole / 2 + (whole / 2) * chance;
}
