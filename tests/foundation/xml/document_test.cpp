#include "foundation/xml/document.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

TEST(Document, WritesWhatItRead) {
  const std::string text =
      "<!-- before --><a xmlns:p=\"urn:p\" x=\"\xC3\xA9&quot;&#10;\">\n  <p:b/>\t&lt;&#13;"
      "<![CDATA[<c>]]><?pi data?>\xE2\x82\xAC</a><!-- after -->";
  const Document document = parsed(text);
  EXPECT_EQ(document.serialize(), text);
  EXPECT_EQ(document.clone().serialize(), text);
}

TEST(Document, LeavesTheXmlDeclarationOut) {
  EXPECT_EQ(parsed("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a>\xE9</a>\n").serialize(),
            "<a>\xC3\xA9</a>");
}

TEST(Document, WritesOnePart) {
  const Document document = parsed("<a><b x=\"1\">t</b><c/></a>");
  EXPECT_EQ(document.serialize(first(document, "//b")), "<b x=\"1\">t</b>");
  EXPECT_EQ(document.serialize(first(document, "//@x")), "x=\"1\"");
  EXPECT_EQ(document.serialize(first(document, "/")), document.serialize());
}

TEST(Document, RefusesADoctype) {
  for (const std::string text :
       {"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "<!DOCTYPE a ["}) {
    EXPECT_THAT(error_of(Document::parse(text)), HasSubstr("DOCTYPE")) << text;
  }
  EXPECT_TRUE(Document::parse("<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>"));
}

TEST(Document, SaysWhereItIsNotWellFormed) {
  const auto result = Document::parse("<a>\n  <b>\n</a>");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, Error::Kind::invalid);
  EXPECT_THAT(result.error().where, HasSubstr("line 3"));
  EXPECT_THAT(result.error().message, HasSubstr("mismatch"));
}

TEST(Document, RefusesWhatIsNoXml) {
  for (const std::string text :
       {"", " ", "text", "<a", "<a>", "<a/><b/>", "<p:a/>", "<a p:x='1'/>", "<a x='1' x='2'/>",
        "<a>&undefined;</a>", "<a>\x01</a>", "<a>\xFF\xFE</a>", "<a x='\xC3'/>"}) {
    EXPECT_FALSE(Document::parse(text)) << text;
  }
  EXPECT_FALSE(Document::parse(std::string("<a>\0</a>", 8)));
}

std::string nested(int levels) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += "<a>";
  for (int i = 0; i < levels; ++i) text += "</a>";
  return text;
}

TEST(Document, LimitsDepth) {
  EXPECT_TRUE(Document::parse(nested(256)));
  for (const int levels : {257, 10'000}) {
    const auto result = Document::parse(nested(levels));
    ASSERT_FALSE(result) << levels;
    EXPECT_EQ(result.error().kind, Error::Kind::too_large);
    EXPECT_THAT(result.error().message, HasSubstr("256 levels"));
  }
}

TEST(Document, LimitsSize) {
  EXPECT_TRUE(Document::parse("<a>0123456789</a>", 17));
  const auto result = Document::parse("<a>0123456789</a>", 16);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, Error::Kind::too_large);
}

TEST(Document, TakesHugeValues) {
  const std::string huge(5 << 20, 'x');
  EXPECT_EQ(parsed("<a x=\"" + huge + "\"/>").root().attribute("x").size(), huge.size());
  EXPECT_EQ(parsed("<a>" + huge + "</a>").root().text().size(), huge.size());
}

// Every prefix of a message is either refused or, at its full length, read; none may crash.
TEST(Document, SurvivesTruncation) {
  const std::string text = response(signature_template());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(Document::parse(std::string_view(text).substr(0, size))) << size;
  }
  EXPECT_TRUE(Document::parse(text));
}

TEST(Document, SurvivesChangedBytes) {
  const std::string text = response(signature_template());
  for (std::size_t at = 0; at < text.size(); at += 3) {
    for (const char byte : {'\0', '<', '&', '"', '\xFF', '\x80', ']'}) {
      std::string changed = text;
      changed[at] = byte;
      if (auto document = Document::parse(changed)) {
        EXPECT_TRUE(Document::parse(document->serialize())) << changed;
      }
    }
  }
}

TEST(Document, SelectsInDocumentOrder) {
  const Document document = parsed("<a><b n=\"1\"/><c n=\"2\"><b n=\"3\"/></c><b n=\"4\"/></a>");
  std::string order;
  const auto nodes = document.select("//b[@n=4] | //c | //b").value();
  for (const Node& node : nodes) order += node.attribute("n");
  EXPECT_EQ(order, "1234");
}

TEST(Document, KnowsTheSamlPrefixesInXPath) {
  const Document document =
      parsed(replace_all(replace_all(response(signature_template()), "saml:", "s:"), ":saml=", ":s="));
  EXPECT_EQ(document.select("//saml:NameID").value().size(), 1u) << "whatever the document calls the prefix";
  EXPECT_EQ(document.select("//ds:Signature").value().size(), 1u);
  EXPECT_EQ(prefixes().size(), 9u);
}

TEST(Document, SelectsFromANode) {
  const Document document = parsed(response());
  const Node assertion = first(document, "//saml:Assertion");
  EXPECT_EQ(document.select("saml:Issuer", assertion).value().size(), 1u);
  EXPECT_EQ(document.select(".//saml:Issuer", document.root()).value().size(), 2u);
}

TEST(Document, SaysWhatIsWrongWithAnXPath) {
  const Document document = parsed("<a/>");
  for (const std::string bad : {"", "//[", "//a[", "unknown:a", "nothing()", "$variable", "//a]"}) {
    EXPECT_THAT(error_of(document.select(bad)), HasSubstr("XPath " + bad)) << bad;
    EXPECT_THAT(error_of(document.evaluate(bad)), HasSubstr("XPath " + bad)) << bad;
  }
  EXPECT_THAT(error_of(document.select("count(//a)")), HasSubstr("no nodes"));
  EXPECT_THAT(error_of(document.select("//namespace::*")), HasSubstr("namespace declarations"));
  EXPECT_TRUE(document.select("//b").value().empty()) << "selecting nothing is no mistake of the expression";
}

TEST(Document, EvaluatesAnyExpression) {
  const Document document = parsed(response());
  EXPECT_EQ(value(document, "count(//saml:Issuer)"), "2");
  EXPECT_EQ(value(document, "concat(//saml:NameID, '!')"), "alice@example.com!");
  EXPECT_EQ(value(document, "//saml:Nothing"), "");
  EXPECT_EQ(value(document, "//@ID = '_a'"), "true");
}

TEST(Node, DescribesElementsAttributesAndTexts) {
  const Document document = parsed("<p:a xmlns:p=\"urn:p\" p:y=\"2\" x=\"1\">\n<b>t<c>u</c></b></p:a>");
  const Node a = document.root();
  EXPECT_EQ(a.name(), "a");
  EXPECT_EQ(a.namespace_uri(), "urn:p");
  EXPECT_EQ(a.attribute("x"), "1");
  EXPECT_FALSE(a.has_attribute("y")) << "it has a namespace";
  EXPECT_EQ(a.attribute("z"), "");
  EXPECT_FALSE(a.parent());
  ASSERT_EQ(a.children().size(), 1u);
  const Node b = a.children()[0];
  EXPECT_EQ(b.text(), "tu");
  EXPECT_EQ(b.namespace_uri(), "");
  EXPECT_EQ(b.parent(), a);
  EXPECT_EQ(b.line(), 2);
  const Node y = first(document, "//@*[. = '2']");
  EXPECT_EQ(y.name(), "y");
  EXPECT_EQ(y.namespace_uri(), "urn:p");
  EXPECT_EQ(y.text(), "2");
  EXPECT_FALSE(y.is_element());
  const Node t = first(document, "//b/text()");
  EXPECT_EQ(t.name(), "");
  EXPECT_EQ(t.text(), "t");
  EXPECT_FALSE(Node());
  EXPECT_EQ(Node().text(), "");
  EXPECT_TRUE(Node().children().empty());
}

TEST(Document, ACloneIsIndependent) {
  Document document = parsed(response());
  Document copy = document.clone();
  document = parsed("<gone/>");
  EXPECT_EQ(copy.serialize(), response());
  Document moved = std::move(copy);
  EXPECT_EQ(moved.root().name(), "Response");
}

}  // namespace
}  // namespace idproctor::xml
