// Where things are, as in Ory Polis.
export const SCIM_PATH = "/api/scim/v2.0";
export const SAML_PATH = "/api/oauth/saml"; // the assertion consumer service
export const METADATA_PATH = "/.well-known/sp-metadata";
