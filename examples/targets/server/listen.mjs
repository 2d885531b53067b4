// What the SCIM examples have in common: a port on 127.0.0.1, and the lines on stdout that a target file needs. The
// token of a directory is made at every start, so it stands in no file.
//
//   PORT  where to listen on 127.0.0.1; 0 (the default) lets the system choose
import { createServer } from "node:http";

/**
 * Listens, then says on stdout what to set in the environment for idproctor, and where the server listens.
 * `makeApplication` is given the base URL; it returns `handle(request, response)` and `environment`.
 */
export function listen(makeApplication) {
  let application;
  const server = createServer((request, response) => application.handle(request, response));
  server.keepAliveTimeout = 0; // idle connections stay: closing one just when a request is on its way loses the request
  server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", async () => {
    const { port } = server.address();
    application = await makeApplication(`http://127.0.0.1:${port}`);
    const environment = { PORT: port, ...application.environment };
    for (const [name, value] of Object.entries(environment)) console.log(`export ${name}='${value}'`);
    console.log(`listening on http://127.0.0.1:${port}`);
  });
}
