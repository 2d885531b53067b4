// A small SAML service provider on samlify, set up as the library's documentation says, with one of the schema
// validators that it names. Every decision about a SAML message is the library's: nothing is checked before or after.
import { idpMetadata, later, load, serve } from "../server/serve.mjs";

const samlify = load("samlify");

const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

const validator = load("@authenio/samlify-node-xmllint");
samlify.setSchemaValidator(validator);
// It compiles itself for some seconds when it is first used, and nobody's login shall wait for that.
await validator.validate(`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0"
  IssueInstant="2026-01-01T00:00:00Z"><samlp:Status><samlp:StatusCode Value="x"/></samlp:Status></samlp:Response>`);

serve("samlify example", (self) => {
  const sp = samlify.ServiceProvider({
    entityID: self.entityId,
    assertionConsumerService: [{ Binding: POST, Location: self.acsUrl }],
    nameIDFormat: [EMAIL],
    wantAssertionsSigned: true,
  });
  const idp = later(() => samlify.IdentityProvider({ metadata: idpMetadata() }));
  return {
    metadata: () => sp.getMetadata(),
    loginUrl: () => sp.createLoginRequest(idp(), "redirect").context,
    async consume(form) {
      const { extract } = await sp.parseLoginResponse(idp(), "post", { body: form });
      const attributes = extract.attributes ?? {};
      return { name_id: extract.nameID, email: attributes.email ?? null, attributes };
    },
  };
});
