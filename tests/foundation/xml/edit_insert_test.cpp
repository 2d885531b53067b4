#include <gmock/gmock.h>

#include "tests/foundation/xml/edit_support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

constexpr std::string_view saml = "urn:oasis:names:tc:SAML:2.0:assertion";

/// The same message part in the three handwritings that identity providers use.
struct Handwriting {
  std::string prefix;       // with its colon
  std::string declaration;  // the attribute's name
};

class InsertInto : public testing::TestWithParam<Handwriting> {
 protected:
  std::string in_document(const std::string& content) {
    const std::string name = GetParam().prefix + "Conditions";
    return "<" + name + " " + GetParam().declaration + "=\"" + std::string(saml) + "\">" + content + "</" +
           name + ">";
  }
  std::string audience(const std::string& text) {
    return "<" + GetParam().prefix + "Audience>" + text + "</" + GetParam().prefix + "Audience>";
  }
};

TEST_P(InsertInto, TakesTheDocumentsPrefix) {
  const std::string before = in_document(audience("1"));
  EXPECT_EQ(after_insert(before, "<saml:Audience>2</saml:Audience>", Position::after, "//saml:Audience"),
            in_document(audience("1") + audience("2")));
  EXPECT_EQ(after_insert(before, "<saml:Audience>2</saml:Audience>", Position::before, "//saml:Audience"),
            in_document(audience("2") + audience("1")));
  EXPECT_EQ(after_insert(before, "<saml:Audience>2</saml:Audience>", Position::into, "//saml:Conditions"),
            in_document(audience("1") + audience("2")));
}

TEST_P(InsertInto, SeveralNodesOfAllKinds) {
  EXPECT_EQ(after_insert(in_document(""),
                         "t<saml:Audience>1</saml:Audience><!-- c --><?p d?><![CDATA[<x>]]>"
                         "<saml:Audience>2</saml:Audience>u",
                         Position::into, "//saml:Conditions"),
            in_document("t" + audience("1") + "<!-- c --><?p d?><![CDATA[<x>]]>" + audience("2") + "u"));
}

TEST_P(InsertInto, DeclaresWhatIsNotInScope) {
  EXPECT_EQ(after_insert(in_document(""), "<md:X><md:Y/><ds:Z/></md:X>", Position::into, "//saml:Conditions"),
            in_document("<md:X xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" "
                        "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><md:Y/><ds:Z/></md:X>"));
}

TEST_P(InsertInto, CopiesAndMovesAlike) {
  const std::string before = in_document(audience("1") + audience("2"));
  EXPECT_EQ(after_copy(before, "//saml:Audience[2]", Position::before, "//saml:Audience[1]"),
            in_document(audience("2") + audience("1") + audience("2")));
  EXPECT_EQ(after_move(before, "//saml:Audience[2]", Position::before, "//saml:Audience[1]"),
            in_document(audience("2") + audience("1")));
}

TEST_P(InsertInto, WrapsAlike) {
  EXPECT_EQ(
      after_wrap(in_document(audience("1") + audience("2")), "//saml:Audience",
                 "<saml:AudienceRestriction/>"),
      in_document("<" + GetParam().prefix + "AudienceRestriction>" + audience("1") + "</" +
                  GetParam().prefix + "AudienceRestriction><" + GetParam().prefix + "AudienceRestriction>" +
                  audience("2") + "</" + GetParam().prefix + "AudienceRestriction>"));
}

INSTANTIATE_TEST_SUITE_P(Handwritings, InsertInto,
                         testing::Values(Handwriting{"saml:", "xmlns:saml"},
                                         Handwriting{"saml2:", "xmlns:saml2"}, Handwriting{"", "xmlns"}),
                         [](const auto& tested) {
                           return tested.param.prefix.empty()
                                      ? std::string("none")
                                      : tested.param.prefix.substr(0, tested.param.prefix.size() - 1);
                         });

TEST(Insert, BareText) {
  EXPECT_EQ(after_insert("<a>1</a>", " 2 &amp; 3", Position::into, "//a"), "<a>1 2 &amp; 3</a>");
  EXPECT_EQ(after_insert("<a>1</a>", "0", Position::before, "//a/text()"), "<a>01</a>");
  Document document = parsed("<a>1</a>");
  ASSERT_TRUE(insert(document, "2", Position::into, "//a"));
  EXPECT_EQ(value(document, "count(//text())"), "1");
}

TEST(Insert, AtTheFirstNodeAlone) {
  EXPECT_EQ(after_insert("<a><b/><b/></a>", "<c/>", Position::before, "//b"), "<a><c/><b/><b/></a>");
}

TEST(Insert, ANameWithoutANamespaceStaysOne) {
  EXPECT_EQ(after_insert("<a xmlns=\"urn:d\"/>", "<b><c/></b>", Position::into, "/*"),
            "<a xmlns=\"urn:d\"><b xmlns=\"\"><c/></b></a>");
}

TEST(Insert, KeepsTheAuthorsOwnDeclarations) {
  const std::string own = "<p:b xmlns:p=\"urn:p\" p:x=\"1\"><p:c/></p:b>";
  EXPECT_EQ(after_insert("<a/>", own, Position::into, "/a"), "<a>" + own + "</a>");
  const std::string redundant = "<saml:X xmlns:saml=\"" + std::string(saml) + "\"/>";
  EXPECT_EQ(after_insert("<s:a xmlns:s=\"" + std::string(saml) + "\"/>", redundant, Position::into, "/*"),
            "<s:a xmlns:s=\"" + std::string(saml) + "\">" + redundant + "</s:a>");
}

TEST(Insert, DoesNotUseAPrefixThatMeansSomethingElse) {
  EXPECT_EQ(after_insert("<saml:a xmlns:saml=\"urn:other\"/>", "<saml:X/>", Position::into, "/*"),
            "<saml:a xmlns:saml=\"urn:other\"><saml:X xmlns:saml=\"" + std::string(saml) + "\"/></saml:a>");
  // The outer s: is hidden where the fragment goes.
  const std::string uri(saml);
  EXPECT_EQ(after_insert("<s:a xmlns:s=\"" + uri + "\"><s:b xmlns:s=\"urn:other\"/></s:a>", "<saml:X/>",
                         Position::into, "/*/*"),
            "<s:a xmlns:s=\"" + uri + "\"><s:b xmlns:s=\"urn:other\"><saml:X xmlns:saml=\"" + uri +
                "\"/></s:b></s:a>");
}

TEST(Insert, AttributesDoNotTakeTheDefaultNamespace) {
  const std::string xsi = "http://www.w3.org/2001/XMLSchema-instance";
  EXPECT_EQ(after_insert("<a xmlns=\"" + xsi + "\"/>", "<xsi:b xsi:nil=\"1\"/>", Position::into, "/*"),
            "<a xmlns=\"" + xsi + "\"><b xmlns:xsi=\"" + xsi + "\" xsi:nil=\"1\"/></a>");
}

TEST(Insert, KeepsXmlLang) {
  EXPECT_EQ(after_insert("<a/>", "<b xml:lang=\"en\"/>", Position::into, "/a"),
            "<a><b xml:lang=\"en\"/></a>");
}

// xsi:type="xs:string" needs xs, though no name shows it.
TEST(Insert, DeclaresThePrefixOfAType) {
  EXPECT_EQ(after_insert("<a/>", "<b xsi:type=\"xs:string\"/>", Position::into, "/a"),
            "<a><b xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\"/></a>");
  const std::string open =
      "<a xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";
  EXPECT_EQ(after_insert(open + "</a>", "<b xsi:type=\"xs:string\"/>", Position::into, "/a"),
            open + "<b xsi:type=\"xs:string\"/></a>");
}

TEST(Insert, BesideTheRoot) {
  EXPECT_EQ(after_insert("<a/>", "<!-- c --><?p d?>", Position::before, "/a"), "<!-- c --><?p d?><a/>");
  EXPECT_THAT(after_insert("<a/>", "<b/>", Position::after, "/a"), HasSubstr("beside the root"));
  EXPECT_THAT(after_insert("<a/>", "text", Position::after, "/a"), HasSubstr("beside the root"));
}

TEST(Insert, SaysWhyNot) {
  EXPECT_THAT(after_insert("<a/>", "<b/>", Position::into, "//c"), HasSubstr("XPath //c selects nothing"));
  EXPECT_THAT(after_insert("<a/>", "<b>", Position::into, "/a"),
              HasSubstr("the fragment <b> is not well-formed"));
  EXPECT_THAT(after_insert("<a/>", "<none:b/>", Position::into, "/a"), HasSubstr("none"));
  EXPECT_THAT(after_insert("<a/>", "</fragment><fragment>", Position::into, "/a"),
              HasSubstr("not well-formed"));
  EXPECT_THAT(after_insert("<a/>", "<!DOCTYPE a>", Position::into, "/a"), HasSubstr("not well-formed"));
  EXPECT_THAT(after_insert("<a x=\"1\"/>", "<b/>", Position::before, "//@x"), HasSubstr("attribute"));
  EXPECT_THAT(after_insert("<a>t</a>", "<b/>", Position::into, "//text()"), HasSubstr("only an element"));
}

TEST(Copy, AnAncestorIntoItsDescendant) {
  EXPECT_EQ(after_copy("<a><b x=\"1\"><c/></b></a>", "//b", Position::into, "//c"),
            "<a><b x=\"1\"><c><b x=\"1\"><c/></b></c></b></a>");
  EXPECT_EQ(after_copy("<a><b/></a>", "/a", Position::into, "//b"), "<a><b><a><b/></a></b></a>");
}

// Prefixes are part of what exclusive canonicalization covers, so they come along.
TEST(Copy, KeepsPrefixes) {
  const std::string uri(saml);
  EXPECT_EQ(
      after_copy("<a><p:b xmlns:p=\"" + uri + "\"><p:c p:x=\"1\"/></p:b><q:d xmlns:q=\"" + uri + "\"/></a>",
                 "//saml:c", Position::into, "//saml:d"),
      "<a><p:b xmlns:p=\"" + uri + "\"><p:c p:x=\"1\"/></p:b><q:d xmlns:q=\"" + uri + "\"><p:c xmlns:p=\"" +
          uri + "\" p:x=\"1\"/></q:d></a>");
  EXPECT_EQ(
      after_move("<a><p:b xmlns:p=\"" + uri + "\"><p:c p:x=\"1\"/></p:b><q:d xmlns:q=\"" + uri + "\"/></a>",
                 "//saml:c", Position::into, "//saml:d"),
      "<a><p:b xmlns:p=\"" + uri + "\"/><q:d xmlns:q=\"" + uri + "\"><p:c xmlns:p=\"" + uri +
          "\" p:x=\"1\"/></q:d></a>");
}

TEST(Copy, KeepsTheDefaultNamespace) {
  EXPECT_EQ(after_move("<r><a xmlns=\"urn:d\"><b><c/></b></a><e/></r>", "//*[local-name()='b']",
                       Position::into, "//e"),
            "<r><a xmlns=\"urn:d\"/><e><b xmlns=\"urn:d\"><c/></b></e></r>");
  EXPECT_EQ(
      after_copy("<r><b><c/></b><a xmlns=\"urn:d\"/></r>", "//b", Position::into, "//*[local-name()='a']"),
      "<r><b><c/></b><a xmlns=\"urn:d\"><b xmlns=\"\"><c/></b></a></r>");
}

TEST(Copy, KeepsThePrefixOfAType) {
  const std::string xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
  EXPECT_EQ(after_move("<a " + xsi + "><b xmlns:x=\"urn:x\"><c xsi:type=\"x:t\"/></b><d/></a>", "//c",
                       Position::into, "//d"),
            "<a " + xsi + "><b xmlns:x=\"urn:x\"/><d><c xmlns:x=\"urn:x\" xsi:type=\"x:t\"/></d></a>");
  EXPECT_EQ(after_copy("<a " + xsi + "><b xmlns:x=\"urn:x\"><c xsi:type=\"x:t\"/></b><d/></a>", "//c",
                       Position::into, "//d"),
            "<a " + xsi +
                "><b xmlns:x=\"urn:x\"><c xsi:type=\"x:t\"/></b><d><c xmlns:x=\"urn:x\" "
                "xsi:type=\"x:t\"/></d></a>");
}

TEST(Copy, AttributesAndTexts) {
  EXPECT_EQ(after_copy("<a><b x=\"1\"/><c/></a>", "//b/@x", Position::into, "//c"),
            "<a><b x=\"1\"/><c x=\"1\"/></a>");
  EXPECT_EQ(after_move("<a><b x=\"1\"/><c x=\"2\"/></a>", "//b/@x", Position::into, "//c"),
            "<a><b/><c x=\"1\"/></a>");
  EXPECT_EQ(after_copy("<a><b>t</b><c>u</c></a>", "//b/text()", Position::into, "//c"),
            "<a><b>t</b><c>ut</c></a>");
  EXPECT_THAT(after_copy("<a><b x=\"1\"/><c/></a>", "//b/@x", Position::before, "//c"),
              HasSubstr("into an element"));
  EXPECT_THAT(after_move("<a><b x=\"1\"/></a>", "//b/@x", Position::into, "//b"), HasSubstr("there already"));
}

TEST(Copy, SaysWhyNot) {
  EXPECT_THAT(after_copy("<a><b/></a>", "//c", Position::before, "//b"), HasSubstr("//c selects nothing"));
  EXPECT_THAT(after_copy("<a><b/></a>", "//b", Position::before, "//c"), HasSubstr("//c selects nothing"));
  EXPECT_THAT(after_copy("<a><b/></a>", "/", Position::into, "//b"), HasSubstr("document"));
  EXPECT_THAT(after_copy("<a><b/></a>", "//b", Position::after, "/a"), HasSubstr("beside the root"));
}

TEST(Copy, StopsBeforeTheDocumentIsTooDeep) {
  Document document = parsed("<a><b/></a>");
  Result<> done;
  for (int i = 0; i < 20 && done; ++i) done = copy(document, "/a", Position::into, "(//b[not(*)])[last()]");
  EXPECT_THAT(error_of(done), HasSubstr("256 levels"));
  EXPECT_TRUE(Document::parse(document.serialize()));
}

TEST(Move, WithinItsParent) {
  EXPECT_EQ(after_move("<a><b/><c/><d/></a>", "//d", Position::before, "//b"), "<a><d/><b/><c/></a>");
  EXPECT_EQ(after_move("<a><b/><c/><d/></a>", "//b", Position::into, "/a"), "<a><c/><d/><b/></a>");
  EXPECT_EQ(after_move("<a><b/><c/></a>", "//b", Position::before, "//c"), "<a><b/><c/></a>")
      << "where it is";
  EXPECT_EQ(after_move("<a><b/><c/></a>", "//c", Position::after, "//b"), "<a><b/><c/></a>") << "where it is";
}

TEST(Move, NotIntoItself) {
  EXPECT_THAT(after_move("<a><b><c/></b></a>", "//b", Position::into, "//c"), HasSubstr("into itself"));
  EXPECT_THAT(after_move("<a><b/></a>", "//b", Position::before, "//b"), HasSubstr("into itself"));
  EXPECT_THAT(after_move("<a><b/></a>", "/a", Position::into, "//b"), HasSubstr("into itself"));
}

}  // namespace
}  // namespace idproctor::xml
