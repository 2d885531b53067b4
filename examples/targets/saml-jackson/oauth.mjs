// Logins: SAML towards the identity provider, OAuth 2.0 towards the application. Every decision is the library's.
import { form, json, page, redirect, route, text, xml } from "./http.mjs";
import { METADATA_PATH, SAML_PATH } from "./paths.mjs";

/** The library answers with an address to go to, or with a page that posts a form. */
const onwards = ({ redirect_url, ...forms }) => {
  if (redirect_url) return redirect(redirect_url);
  const body = Object.values(forms).find(Boolean);
  return page(body ?? "", body ? 200 : 500);
};

export const oauthEndpoints = ({ oauthController, spConfig }) =>
  route({
    [`GET ${METADATA_PATH}`]: async () => xml(await spConfig.toXMLMetadata()),
    "GET /api/oauth/authorize": async ({ query }) => onwards(await oauthController.authorize(query)),
    [`POST ${SAML_PATH}`]: async (request) => {
      const { SAMLResponse = "", RelayState = "" } = form(request);
      return onwards(await oauthController.samlResponse({ SAMLResponse, RelayState }));
    },
    "POST /api/oauth/token": async (request) =>
      json(await oauthController.token(form(request), request.headers.authorization)),
    "GET /api/oauth/userinfo": async ({ headers }) => {
      const token = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
      return token ? json(await oauthController.userInfo(token)) : text("There is no token.\n", 401);
    },
  });
