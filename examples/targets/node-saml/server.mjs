// A small SAML service provider on @node-saml/node-saml, set up as the library's documentation says.
// Every decision about a SAML message is the library's: nothing is checked here before or after it.
import { readIdentityProvider } from "../server/idp_metadata.mjs";
import { later, load, serve } from "../server/serve.mjs";

const { SAML, ValidateInResponseTo, generateServiceProviderMetadata } = load("@node-saml/node-saml");

const EMAIL_CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

serve("node-saml example", (self) => {
  const names = { issuer: self.entityId, callbackUrl: self.acsUrl };
  const saml = later(() => {
    const idp = readIdentityProvider();
    return new SAML({
      ...names, // the issuer is also the audience that the library expects
      entryPoint: idp.ssoUrl,
      idpIssuer: idp.entityId,
      idpCert: idp.certificates,
      wantAssertionsSigned: true, // the default
      wantAuthnResponseSigned: false, // not the default: many identity providers sign the assertion only
      validateInResponseTo: ValidateInResponseTo.ifPresent, // "always" would refuse IdP-initiated logins
    });
  });
  return {
    metadata: () => generateServiceProviderMetadata(names),
    loginUrl: () => saml().getAuthorizeUrlAsync("", undefined, {}),
    async consume(form) {
      const { profile } = await saml().validatePostResponseAsync(form);
      if (!profile) throw new Error("the provider named nobody");
      const attributes = profile.attributes ?? {};
      return { name_id: profile.nameID, email: profile.email ?? attributes[EMAIL_CLAIM] ?? null, attributes };
    },
  };
});
