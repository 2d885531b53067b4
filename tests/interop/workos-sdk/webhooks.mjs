// What WorkOS's own library says to webhooks, for workos_sdk_test.cpp:
//     node webhooks.mjs REQUESTS_FILE
// REQUESTS_FILE: [{"header": text or null, "body": text, "secret": text}, ...]; the answer on stdout has for each what
// constructEvent made of it: {"event": ...} or {"error": message}.
import { readFileSync } from 'node:fs';
import { workos } from './sdk.mjs';

const { webhooks } = workos('sk_test_unused');
const judged = [];
for (const { header, body, secret } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  try {
    // The library takes the parsed body, as its documentation's examples give it, and writes it out again to check it.
    const event = await webhooks.constructEvent({
      payload: JSON.parse(body), sigHeader: header ?? undefined, secret });
    judged.push({ event: event ?? null });
  } catch (error) {
    judged.push({ error: error.message });
  }
}
console.log(JSON.stringify(judged));
