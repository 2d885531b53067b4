// What a message says on the reference's pages, with "escapes" on and off.

#include "reference_sp/saml/pages.hpp"

#include <gmock/gmock.h>

#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string markup = "'\"></script><b>";

Session session_of(const std::string& user, const std::string& nickname) {
  Session session;
  session.account.user_name = user;
  session.attributes = Json{{"nickname", nickname}};
  return session;
}

TEST(Pages, ShowForeignTextAsText) {
  const Checks checks;
  const Session user = session_of(markup, ""), attribute = session_of("", markup);
  for (const auto& page : {home_page(&user, checks), home_page(&attribute, checks),
                           refusal_page(markup, checks), not_found_page("/" + markup, checks)}) {
    EXPECT_THAT(page.body, HasSubstr("&lt;/script&gt;&lt;b&gt;"));
    EXPECT_THAT(page.body, Not(HasSubstr("<b>")));
  }
}

TEST(Pages, WithoutEscapesMakeMarkupOfIt) {
  const Checks checks({"escapes"});
  const Session user = session_of(markup, ""), attribute = session_of("", markup);
  for (const auto& page : {home_page(&user, checks), home_page(&attribute, checks),
                           refusal_page(markup, checks), not_found_page("/" + markup, checks)}) {
    EXPECT_THAT(page.body, HasSubstr("</script><b>"));
  }
}

}  // namespace
}  // namespace idproctor::reference::testing
