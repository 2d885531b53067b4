// What every part of this example needs of HTTP: a request taken apart, an answer put together, a table of routes.
const LARGEST_BODY = 4 << 20;

/** Method, path, query, headers (lower-case names) and the body as it came. */
export async function read(request) {
  const url = new URL(request.url, "http://127.0.0.1");
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_BODY) throw Object.assign(new Error("the body is too large"), { statusCode: 413 });
  }
  return {
    method: request.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

export const form = (request) => Object.fromEntries(new URLSearchParams(request.body));
const answer = (status, type, body) => ({ status, headers: { "Content-Type": type }, body });
export const text = (body, status = 200) => answer(status, "text/plain; charset=utf-8", body);
export const json = (value, status = 200) => answer(status, "application/json", JSON.stringify(value));
export const xml = (body) => answer(200, "text/xml; charset=utf-8", body);
export const redirect = (location, cookies = []) => ({
  status: 303, headers: { Location: location, "Set-Cookie": cookies },
});

export const page = (body, status = 200) => answer(status, "text/html; charset=utf-8", body);

const escapeHtml = (value) => String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
/** A page whose values are text, whatever stands in them: html`<p>${value}`. */
export const html = (parts, ...values) =>
  page(`<!doctype html><meta charset="utf-8">${String.raw({ raw: parts }, ...values.map(escapeHtml))}`);

/**
 * Routes are { "GET /users/:id": handle }; the first that fits answers, and a handler gets the parts that a colon names
 * as `request.params`. What a handler throws is answered with its `statusCode`, as the library's errors have one.
 */
export function route(routes) {
  const table = Object.entries(routes).map(([key, handle]) => {
    const [method, path] = key.split(" ");
    const pattern = path.replace(/[.]/g, "\\.").replace(/:(\w+)/g, "(?<$1>[^/]+)");
    return { method, pattern: new RegExp(`^${pattern}$`), handle };
  });
  return async (request) => {
    for (const { method, pattern, handle } of table) {
      const match = request.method === method && pattern.exec(request.path);
      if (!match) continue;
      try {
        const parts = Object.entries(match.groups ?? {}).map(([name, part]) => [name, decodeURIComponent(part)]);
        return await handle({ ...request, params: Object.fromEntries(parts) });
      } catch (error) {
        return text(`${error?.message ?? error}\n`, error?.statusCode ?? 500);
      }
    }
    return undefined;
  };
}
