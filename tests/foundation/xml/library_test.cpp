#include "foundation/xml/library.hpp"

#include <gmock/gmock.h>

#include <barrier>
#include <thread>

#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"
#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Makes xmlsec complain about an algorithm of this name.
void provoke(const std::string& algorithm) {
  Document document = parsed(response(signature_template("#_a", algorithm)));
  handle::SignatureContext context(xmlSecDSigCtxCreate(nullptr));
  EXPECT_NE(xmlSecDSigCtxSign(context.get(), raw(first(document, "//ds:Signature"))), 0);
}

TEST(ErrorTrace, HearsXmlsec) {
  ErrorTrace trace;
  provoke("urn:unknown");
  EXPECT_THAT(trace.text(), HasSubstr("urn:unknown"));
}

TEST(ErrorTrace, SaysSomethingWhenNothingWasSaid) {
  EXPECT_EQ(ErrorTrace().text(), "no reason was given");
}

TEST(ErrorTrace, InnermostCollects) {
  ErrorTrace outer;
  {
    ErrorTrace inner;
    provoke("urn:inner");
    EXPECT_THAT(inner.lines(), Not(IsEmpty()));
  }
  EXPECT_THAT(outer.lines(), IsEmpty());
  provoke("urn:outer");
  EXPECT_THAT(outer.text(), HasSubstr("urn:outer"));
}

TEST(ErrorTrace, KeepsThreadsApart) {
  require_library();  // libxml2 does not bear two first calls at once
  ErrorTrace here;
  std::barrier together(2);
  std::vector<std::string> heard[2];
  const auto work = [&](int number) {
    ErrorTrace trace;
    together.arrive_and_wait();  // both traces are alive from here on
    for (int i = 0; i < 10; ++i) provoke("urn:thread-" + std::to_string(number));
    together.arrive_and_wait();
    heard[number] = trace.lines();
  };
  std::thread one(work, 0);
  std::thread two(work, 1);
  one.join();
  two.join();
  for (int number : {0, 1}) {
    EXPECT_THAT(heard[number], Not(IsEmpty()));
    EXPECT_THAT(join(heard[number], "\n"), HasSubstr("urn:thread-" + std::to_string(number)));
    EXPECT_THAT(heard[number], Each(Not(HasSubstr("urn:thread-" + std::to_string(1 - number)))));
  }
  EXPECT_THAT(here.lines(), IsEmpty());
}

TEST(ErrorTrace, StopsCollectingAtAHostileNumber) {
  ErrorTrace trace;
  for (int i = 0; i < 10'000; ++i) trace.add("line");
  EXPECT_LE(trace.lines().size(), 50u);
}

TEST(OpenSslErrors, AreTakenOffTheQueue) {
  EXPECT_FALSE(crypto::Key::from_private_pem("rubbish"));
  EXPECT_EQ(openssl_errors(), "OpenSSL gives no reason");
}

TEST(Height, CountsElements) {
  EXPECT_EQ(height_of(raw(parsed("<a/>").root())), 1);
  EXPECT_EQ(height_of(raw(parsed("<a>t<b/><b><c>t</c></b><b/>t</a>").root())), 3);
}

}  // namespace
}  // namespace idproctor::xml
