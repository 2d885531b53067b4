#include "mock_idp/message_template.hpp"

#include <gmock/gmock.h>

#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::HasSubstr;
using Value = MessageTemplate::Value;

std::string rendered(std::string_view text) {
  const auto compiled = MessageTemplate::compile(text);
  if (!compiled) return "error: " + error_of(compiled);
  const auto result = compiled->render([](std::string_view name) -> Result<std::optional<Value>> {
    if (name == "id") return std::optional(Value{"_1", false});
    if (name == "empty") return std::optional(Value{"", false});
    if (name == "hostile") return std::optional(Value{"<a & \"b\">", false});
    if (name == "markup") return std::optional(Value{"<b/>", true});
    if (name == "broken") return invalid("no luck");
    return std::optional<Value>();
  });
  return result ? *result : "error: " + error_of(result);
}

TEST(MessageTemplateText, FillsInValues) {
  EXPECT_EQ(rendered("<a ID=\"${id}\">${id}-${id}</a>"), "<a ID=\"_1\">_1-_1</a>");
}

TEST(MessageTemplateText, LeavesOutAnAttributeWithoutAValue) {
  EXPECT_EQ(rendered("<a ID=\"${id}\" InResponseTo=\"${none}\" V=\"2\"/>"), "<a ID=\"_1\" V=\"2\"/>");
  EXPECT_EQ(rendered("<a InResponseTo=\"${none}\"/>"), "<a/>");
  EXPECT_EQ(rendered("<a InResponseTo=\"${none}\" ID=\"${none}\">x</a>"), "<a>x</a>");
  EXPECT_EQ(rendered("<a\n    InResponseTo=\"${none}\"\n    V=\"2\"/>"), "<a V=\"2\"/>");
}

TEST(MessageTemplateText, KeepsAnAttributeThatIsEmpty) {
  EXPECT_EQ(rendered("<a V=\"${empty}\"/>"), "<a V=\"\"/>");
}

TEST(MessageTemplateText, DemandsValuesEverywhereElse) {
  EXPECT_THAT(rendered("<a>${none}</a>"), HasSubstr("error: the message template's ${none} has no value"));
  EXPECT_THAT(rendered("<a V=\"_${none}\"/>"), HasSubstr("error: "));
  EXPECT_THAT(rendered("<a V=\"${none}_\"/>"), HasSubstr("error: "));
  EXPECT_THAT(rendered("<a>x=\"${none}\"</a>"), HasSubstr("error: ")) << "text, not an attribute";
}

TEST(MessageTemplateText, EscapesValuesAndNotMarkup) {
  EXPECT_EQ(rendered("<a V=\"${hostile}\">${hostile}${markup}</a>"),
            "<a V=\"&lt;a &amp; &quot;b&quot;&gt;\">&lt;a &amp; &quot;b&quot;&gt;<b/></a>");
}

TEST(MessageTemplateText, JoinsLines) {
  EXPECT_EQ(rendered("<a>\n  <b\n     V=\"${id}\"\n  >text</b>\n\n  ${markup}\n</a>\n"),
            "<a><b V=\"_1\" >text</b><b/></a>");
  EXPECT_EQ(rendered("  \n\n"), "");
}

TEST(MessageTemplateText, PassesTroubleOn) {
  EXPECT_EQ(rendered("<a>${broken}</a>"), "error: no luck");
  EXPECT_THAT(rendered("<a>${id</a>"), HasSubstr("without \"}\""));
}

}  // namespace
}  // namespace idproctor::mock_idp
