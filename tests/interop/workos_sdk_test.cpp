// Webhooks that we play, judged by WorkOS's own library: the right ones are read as what was meant, and each
// wrong one is refused for its own reason. The package is installed by the test interop.workos-sdk.install.

#include <gtest/gtest.h>

#include "foundation/core/file.hpp"
#include "harness/run/webhook_sender.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::run {
namespace {

constexpr const char* accepted = "";
constexpr const char* another = "Signature hash does not match the expected signature hash for payload";
constexpr const char* outside = "Timestamp outside the tolerance zone";

/// What version 8.13.0 says. It checks no more than the age of a webhook, and the body as it writes it
/// itself.
struct Judgement {
  const char *deviation, *error;
};
constexpr Judgement judgements[] = {
    {"", accepted},
    {"wrong-signature", another},
    {"no-v1", "Signature or timestamp missing"},
    {"two-v1", another},
    {"old-timestamp", outside},
    {"seconds-timestamp", outside},
    {"moved-timestamp", another},
    {"changed-body", another},
    {"duplicate", accepted},
    {"unknown-type", accepted},
    // Where the library is laxer than its documentation: a time ahead is as good as any, and other bytes go
    // unseen where they are the same JSON. Where it is stricter: a body must be written as JSON.stringify
    // writes it.
    {"future-timestamp", accepted},
    {"re-serialised-body", accepted},
    {"indented-body", another},
};

PlayedEvent played(const std::string& type) {
  PlayedEvent event;
  event.type = type;
  event.id = "event_01";
  event.created = parse_time("2026-02-01T12:00:00.250Z").value();
  event.user = observe::UserKeys("zoé@example.com", "zoé", "00u1");
  event.user_id = "directory_user_01";
  event.first_name = "Zoé \"Z\" \\ O’Hara\n\x7f";
  event.last_name = "\xe2\x80\xa8 \x01 </script>";
  event.group_id = "directory_group_01";
  event.group = "Staff & Co";
  event.organization = "org_01";
  event.directory = "directory_01";
  event.connection = "conn_01";
  return event;
}

class WorkosSdk : public testing::Test {
 protected:
  /// The library's words on the first request of each.
  Json judge(const std::vector<http::Request>& requests) {
    Json file = Json::array();
    for (const http::Request& request : requests) {
      const std::string header = request.headers.get("WorkOS-Signature");
      file.push_back({{"header", header.empty() ? Json() : Json(header)},
                      {"body", request.body},
                      {"secret", "whsec_right"}});
    }
    const std::string path = folder_.path("requests.json");
    EXPECT_TRUE(write_private_file(path, dump(file)));
    const CommandResult result =
        run_command("node \"" IDPROCTOR_WORKOS_SDK "/webhooks.mjs\" \"" + path + "\"");
    const auto judged = parse_json(result.output);
    const bool is_complete = result.exit_code == 0 && judged && judged->size() == requests.size();
    EXPECT_TRUE(is_complete) << result.output;
    return is_complete ? *judged : Json(requests.size(), Json::object());
  }
  static http::Request request_for(const PlayedEvent& event, const char* deviation) {
    WebhookSenderSettings settings;
    settings.url = "https://app.example/webhooks";
    settings.secret = "whsec_right";
    const auto requests =
        webhook_requests(settings, event, *find_webhook_deviation(deviation), SystemClock().now());
    EXPECT_TRUE(requests) << deviation;
    return requests ? requests->front() : http::Request();
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(WorkosSdk, RefusesWhatIsWrong) {
  std::vector<http::Request> requests;
  for (const Judgement& one : judgements)
    requests.push_back(request_for(played("user.created"), one.deviation));
  const Json judged = judge(requests);
  ASSERT_EQ(judged.size(), std::size(judgements));
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const Json error = judged[i].value("error", Json(accepted));
    EXPECT_EQ(error, judgements[i].error) << judgements[i].deviation;
  }
  // Every row is asked, but the one that the library has no words for.
  EXPECT_EQ(std::size(judgements) + 1, webhook_deviations().size());
  const Json unsigned_one = judge({request_for(played("user.created"), "missing-signature")});
  EXPECT_TRUE(unsigned_one[0].contains("error")) << dump(unsigned_one);
}

TEST_F(WorkosSdk, ReadsEveryTypeAsWhatItMeans) {
  std::vector<http::Request> requests;
  for (const std::string& type : observe::event_types()) requests.push_back(request_for(played(type), ""));
  const Json judged = judge(requests);
  ASSERT_EQ(judged.size(), observe::event_types().size());
  const PlayedEvent meant = played("");
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const std::string type = observe::event_types()[i];
    ASSERT_TRUE(judged[i].contains("event")) << type << ": " << dump(judged[i]);
    const Json& event = judged[i]["event"];
    EXPECT_EQ(event["id"], "event_01") << type;
    EXPECT_EQ(event["event"], observe::event_name(observe::WebhookScheme::workos, type)) << type;
    EXPECT_EQ(event["createdAt"], "2026-02-01T12:00:00.250Z") << type;
    const Json& data = event["data"];
    const Json& user = data.contains("user") ? data["user"] : data;
    const Json& group = data.contains("group") ? data["group"] : data;
    if (type.find("user") != std::string::npos) {
      EXPECT_EQ(user["id"], "directory_user_01") << type;
      EXPECT_EQ(user["email"], "zoé@example.com") << type;
      EXPECT_EQ(user["idpId"], "00u1") << type;
      EXPECT_EQ(user["firstName"], meant.first_name) << type;
      EXPECT_EQ(user["lastName"], meant.last_name) << type;
      EXPECT_EQ(user["state"], "active") << type;
      EXPECT_EQ(user["role"]["slug"], "member") << type;
      EXPECT_EQ(user["directoryId"], "directory_01") << type;
      EXPECT_EQ(user["organizationId"], "org_01") << type;
    }
    if (type.starts_with("group.")) {
      EXPECT_EQ(group["id"], "directory_group_01") << type;
      EXPECT_EQ(group["name"], "Staff & Co") << type;
    }
    if (type == "connection.deactivated") {
      EXPECT_EQ(data["id"], "conn_01");
      EXPECT_EQ(data["type"], "GenericSAML");
      EXPECT_EQ(data["state"], "inactive");
    }
    if (type == "directory.activated") {
      EXPECT_EQ(data["id"], "directory_01");
      EXPECT_EQ(data["type"], "generic scim v2.0");
      EXPECT_EQ(data["state"], "active");
    }
  }
}

TEST_F(WorkosSdk, AnUnknownTypeIsNoEvent) {
  const Json judged = judge({request_for(played("user.created"), "unknown-type")});
  EXPECT_EQ(judged[0], Json({{"event", nullptr}}));
}

}  // namespace
}  // namespace idproctor::run
