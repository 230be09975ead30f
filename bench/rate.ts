import autocannon from "autocannon";
import type { Row } from "./row";

async function requestsPerSecond(url: string, cookie: string): Promise<number> {
  const options = { url, connections: 8, headers: { cookie } };
  await autocannon({ ...options, duration: 3 }); // warms up
  const { requests } = await autocannon({ ...options, duration: 8 });
  return requests.average;
}

/**
 * Requests a second of the functions page with the demo estate, against a dynamic page of the same build that holds
 * one sentence (what an unknown address shows).
 */
export async function measureRate(url: string, cookie: string): Promise<Row[]> {
  const hello = await requestsPerSecond(`${url}/there-is-no-such-page`, cookie);
  const functions = await requestsPerSecond(`${url}/functions`, cookie);
  return [
    {
      measure: "`/functions` (50 of the demo's functions) ÷ a page of one sentence",
      ours: `${functions.toFixed(0)} requests/s`,
      against: `${hello.toFixed(0)} requests/s`,
      ratio: functions / hello,
    },
  ];
}
