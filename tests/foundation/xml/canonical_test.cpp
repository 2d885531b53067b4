#include "foundation/xml/canonical.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

constexpr std::string_view inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
constexpr std::string_view inclusive_11 = "http://www.w3.org/2006/12/xml-c14n11";

class Canonical : public testing::Test {
 protected:
  std::string of(std::string_view xpath, std::string_view algorithm, std::string_view list = {},
                 std::string_view without = {}) {
    const Node skipped = without.empty() ? Node() : first(document_, without);
    auto text = canonical(document_, first(document_, xpath), algorithm, list, skipped);
    return text ? *text : "error: " + describe(text.error());
  }
  Document document_ = parsed(
      "<p:a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" xmlns=\"urn:d\" xml:lang=\"en\" xml:id=\"i\">"
      "<p:b  z='1'   a='&#10;\"'><!-- c --><q:c/><d/></p:b></p:a>");
};

constexpr std::string_view inner_element = "//*[local-name() = 'b']";

TEST_F(Canonical, ExclusiveRendersWhatIsUsed) {
  EXPECT_EQ(of(inner_element, exclusive_c14n),
            "<p:b xmlns:p=\"urn:p\" a=\"&#xA;&quot;\" z=\"1\"><q:c xmlns:q=\"urn:q\"></q:c>"
            "<d xmlns=\"urn:d\"></d></p:b>");
}

TEST_F(Canonical, KeepsCommentsWhenAsked) {
  EXPECT_EQ(of(inner_element, std::string(exclusive_c14n) + "WithComments"),
            "<p:b xmlns:p=\"urn:p\" a=\"&#xA;&quot;\" z=\"1\"><!-- c --><q:c xmlns:q=\"urn:q\"></q:c>"
            "<d xmlns=\"urn:d\"></d></p:b>");
}

TEST_F(Canonical, RendersThePrefixListAtTheTop) {
  EXPECT_EQ(of(inner_element, exclusive_c14n, " q\n#default "),
            "<p:b xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" a=\"&#xA;&quot;\" z=\"1\"><q:c></q:c>"
            "<d></d></p:b>");
}

// Canonical XML 1.0 passes every xml: attribute on to the top of the subtree, 1.1 does not do so with xml:id.
TEST_F(Canonical, InclusiveTakesTheContextAlong) {
  EXPECT_EQ(of(inner_element, inclusive),
            "<p:b xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" a=\"&#xA;&quot;\" z=\"1\" xml:id=\"i\" "
            "xml:lang=\"en\"><q:c></q:c><d></d></p:b>");
  EXPECT_EQ(of(inner_element, inclusive_11),
            "<p:b xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" a=\"&#xA;&quot;\" z=\"1\" "
            "xml:lang=\"en\"><q:c></q:c><d></d></p:b>");
  EXPECT_THAT(of(inner_element, std::string(inclusive) + "#WithComments"), HasSubstr("<!-- c -->"));
  EXPECT_THAT(of(inner_element, std::string(inclusive_11) + "#WithComments"), HasSubstr("<!-- c -->"));
}

TEST_F(Canonical, LeavesASubtreeOut) {
  EXPECT_EQ(of(inner_element, exclusive_c14n, {}, "//*[local-name() = 'c']"),
            "<p:b xmlns:p=\"urn:p\" a=\"&#xA;&quot;\" z=\"1\"><d xmlns=\"urn:d\"></d></p:b>");
}

TEST_F(Canonical, OfTheWholeDocument) {
  const Document document = parsed("<!-- c --><a><b/></a>");
  EXPECT_EQ(canonical(document, Node(), exclusive_c14n).value(), "<a><b></b></a>");
}

// With a filter, even one that keeps everything, libxml2 writes; without one our own walk over the subtree.
TEST(ExclusiveCanonical, IsWhatLibxml2Writes) {
  const auto keep_all = [](Node) { return true; };
  const Document document = parsed(
      "<?before x?><p:a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" xmlns=\"urn:d\" xml:lang=\"en\" "
      "q:z=\"1\" "
      "p:z=\"2\" z=\"3\" a=\"&#9;&#10;&#13;&lt;&gt;&amp;&quot;' \u00e9\"><!-- c&#13; --><?pi some "
      "thing?><?empty?>"
      "text &#13;&lt;&gt;&amp;\"'\n<![CDATA[<&>]]><q:c xmlns:q=\"urn:other\" q:a=\"1\"><q:d "
      "xmlns:q=\"urn:other\"/>"
      "<e xmlns=\"\"><f xmlns=\"urn:d\"/><g xmlns:r=\"urn:r\"><r:h r:i=\"1\"/></g></e></q:c>"
      "<p:b xmlns:p=\"urn:p2\"><p:b xmlns:p=\"urn:p\" xml:space=\"preserve\"/></p:b><empty/></p:a>");
  const Document escaped = parsed("<a xmlns=\"urn:a&amp;b\"><b/></a>");
  EXPECT_EQ(canonical(escaped, escaped.root(), exclusive_c14n).value(),
            canonical(escaped, escaped.root(), exclusive_c14n, {}, {}, keep_all).value());
  const auto elements = document.select("//*").value();
  for (const Node& element : elements) {
    for (const Node& without : elements) {
      for (const char* list : {"", "#default", "q r", "p q #default none"}) {
        for (const char* comments : {"", "WithComments"}) {
          const std::string algorithm = std::string(exclusive_c14n) + comments;
          const auto ours = canonical(document, element, algorithm, list, without);
          const auto libxml2 = canonical(document, element, algorithm, list, without, keep_all);
          ASSERT_EQ(ours.value(), libxml2.value())
              << element.name() << " without " << without.name() << ", prefixes " << list;
        }
      }
    }
  }
}

TEST_F(Canonical, SaysWhyNot) {
  EXPECT_THAT(of(inner_element, "urn:none"), HasSubstr("unknown canonicalization algorithm urn:none"));
  const Document document = parsed("<a xmlns:p=\"relative\"><p:b/></a>");
  EXPECT_THAT(error_of(canonical(document, document.root(), exclusive_c14n)), HasSubstr("relative"));
}

}  // namespace
}  // namespace idproctor::xml
