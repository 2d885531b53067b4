#include "harness/report/xml_indent.hpp"

#include <gtest/gtest.h>

#include "foundation/core/text.hpp"

namespace idproctor::report {
namespace {

TEST(XmlIndent, PutsElementsOnLinesOfTheirOwn) {
  EXPECT_EQ(indent_xml("<a><b>text</b><c/><d></d></a>"), "<a>\n  <b>text</b>\n  <c/>\n  <d></d>\n</a>");
}

TEST(XmlIndent, DropsOldIndentation) {
  EXPECT_EQ(indent_xml("<a>\n    <b/>\n</a>\n"), "<a>\n  <b/>\n</a>");
}

TEST(XmlIndent, KeepsACommentInsideAValueWhereItIs) {
  EXPECT_EQ(indent_xml("<a><b>admin<!-- x -->.evil</b></a>"), "<a>\n  <b>admin<!-- x -->.evil</b>\n</a>");
}

TEST(XmlIndent, KeepsWhatIsNoElementTogether) {
  EXPECT_EQ(indent_xml("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e \"<b>\">]><a>&e;<![CDATA[<x>]]></a>"),
            "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY e \"<b>\">]>\n<a>&e;<![CDATA[<x>]]></a>");
}

TEST(XmlIndent, ReadsQuotedAngleBrackets) {
  EXPECT_EQ(indent_xml("<a b=\">\"><c/></a>"), "<a b=\">\">\n  <c/>\n</a>");
}

TEST(XmlIndent, LosesNothingOfBrokenXml) {
  EXPECT_EQ(indent_xml("<a/><b/>"), "<a/>\n<b/>");
  EXPECT_EQ(indent_xml("</a><b"), "</a>\n<b");
  EXPECT_EQ(indent_xml("<!-- never ends"), "<!-- never ends");
  EXPECT_EQ(indent_xml("just text"), "just text");
  EXPECT_EQ(indent_xml(""), "");
}

TEST(XmlIndent, ADeepDocumentStaysSmall) {
  const std::string deep = replace_all(std::string(20'000, '.'), ".", "<a>");
  EXPECT_LT(indent_xml(deep).size(), 20'000u * 84);
}

}  // namespace
}  // namespace idproctor::report
