// Webhooks of Polis: BoxyHQ-Signature is t=<milliseconds since 1970>,s=<hex>, and s is the HMAC-SHA256 of t, a full stop
// and the body, with the endpoint's secret. The body is taken as it came: written anew it need not be the same bytes.
import { createHmac, timingSafeEqual } from "node:crypto";

const TOLERANCE = 3 * 60_000; // milliseconds, either way

/** The time of signing in milliseconds, or undefined where the signature is none of this endpoint's. */
export function verify(secret, header, body, now = Date.now()) {
  const [, time, signature] = /^t=(\d{1,15}),s=([0-9a-f]{64})$/.exec(header ?? "") ?? [];
  if (!time) return undefined;
  const expected = createHmac("sha256", secret).update(`${time}.${body}`).digest();
  if (!timingSafeEqual(Buffer.from(signature, "hex"), expected)) return undefined;
  return Math.abs(now - Number(time)) <= TOLERANCE ? Number(time) : undefined;
}

/**
 * Takes each webhook once. Polis's events have neither an id nor a time of their own, and a repeated webhook has the
 * signature that it had before.
 */
export function makeInbox() {
  const taken = new Map(); // signature -> when it was made
  return (signature, time) => {
    for (const [old, at] of taken) if (at < Date.now() - 2 * TOLERANCE) taken.delete(old);
    const isNew = !taken.has(signature);
    taken.set(signature, time);
    return isNew;
  };
}
