/**
 * When something that failed is tried again: twice as long each time, up to a most, with half of it by chance, so that
 * what failed together is not tried together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param attempts tries so far, from 1: after the first about a second
 * @param mostSeconds the longest wait
 * @param chance a number from 0 up to 1
 * @returns seconds
 */
export function backoffSeconds(attempts: number, mostSeconds = 300, chance = Math.random()): number {
  const whole = Math.min(mostSeconds, 2 ** Math.min(attempts, 20) / 2);
  return whole / 2 + (whole / 2) * chance;
}
