// WorkOS's own library, pointed at an API of WorkOS's shape, or at none.
import { webcrypto } from 'node:crypto';
import { WorkOS } from '@workos-inc/node';

// The library asks for Node.js 20, Debian 12 has 18: there this is all that it misses.
globalThis.crypto ??= webcrypto;

export function workos(apiKey, baseUrl) {
  if (!baseUrl) return new WorkOS(apiKey);
  const { hostname, port, protocol } = new URL(baseUrl);
  return new WorkOS(apiKey, { apiHostname: hostname, port: Number(port), https: protocol === 'https:' });
}
