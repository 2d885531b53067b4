// WorkOS's own library, pointed at an API of WorkOS's shape, or at none.
import { WorkOS } from '@workos-inc/node';

export function workos(apiKey, baseUrl) {
  if (!baseUrl) return new WorkOS(apiKey);
  const { hostname, port, protocol } = new URL(baseUrl);
  return new WorkOS(apiKey, { apiHostname: hostname, port: Number(port), https: protocol === 'https:' });
}
