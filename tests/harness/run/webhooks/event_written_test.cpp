// Events that we play: what is written in a broker's shape is read as what was meant, and keeps to the
// documented keys.

#include <gtest/gtest.h>

#include "harness/run/webhook_event.hpp"

namespace idproctor::run {
namespace {

using observe::WebhookScheme;

PlayedEvent played(const std::string& type) {
  PlayedEvent event;
  event.type = type;
  event.id = "event_1";
  event.created = parse_time("2026-02-01T12:00:00.250Z").value();
  event.user = observe::UserKeys("zoé@example.com", "zoé", "00u1");
  event.user_id = "directory_user_1";
  event.first_name = "Zoé";
  event.group_id = "directory_group_1";
  event.group = "Staff";
  event.organization = "org_1";
  event.directory = "directory_1";
  event.connection = "conn_1";
  event.tenant = "acme";
  event.product = "demo";
  return event;
}

TEST(PlayedEvent, IsReadAsWhatItMeans) {
  for (const WebhookScheme scheme : {WebhookScheme::none, WebhookScheme::workos, WebhookScheme::polis}) {
    for (const std::string& type : observe::event_types()) {
      const auto json = write_event(scheme, played(type));
      ASSERT_TRUE(json) << type;
      const auto event = observe::read_event(scheme, *json);
      ASSERT_TRUE(event) << dump(*json);
      EXPECT_EQ(event->name, observe::event_name(scheme, type));
      EXPECT_EQ(event->data.is_object(), true);
      const bool of_user = type.find("user") != std::string::npos, of_group = type.starts_with("group.");
      EXPECT_EQ(event->user.email, of_user ? "zoé@example.com" : "") << dump(*json);
      EXPECT_EQ(event->user.idp_id, of_user ? "00u1" : "") << dump(*json);
      EXPECT_EQ(event->group, of_group ? "Staff" : "") << dump(*json);
    }
  }
}

TEST(PlayedEvent, HasTheDocumentedKeysOfWorkos) {
  const Json json = write_event(WebhookScheme::workos, played("user.created")).value();
  EXPECT_EQ(json["object"], "event");
  EXPECT_EQ(json["id"], "event_1");
  EXPECT_EQ(json["event"], "dsync.user.created");
  EXPECT_EQ(json["created_at"], "2026-02-01T12:00:00.250Z");
  for (const char* key : {"id", "idp_id", "directory_id", "organization_id", "first_name", "last_name",
                          "email", "state", "custom_attributes", "role", "created_at", "updated_at"}) {
    EXPECT_TRUE(json["data"].contains(key)) << key;
  }
  EXPECT_FALSE(json["data"].contains("groups"));  // which events leave out
  EXPECT_EQ(json["data"]["role"]["slug"], "member");
}

TEST(PlayedEvent, SaysTheStateInEachShape) {
  PlayedEvent event = played("user.updated");
  event.is_active = false;
  EXPECT_EQ(write_event(WebhookScheme::workos, event).value()["data"]["state"], "inactive");
  EXPECT_EQ(write_event(WebhookScheme::polis, event).value()["data"]["active"], false);
}

TEST(PlayedEvent, TakesTheScenariosData) {
  PlayedEvent event = played("group.user_added");
  event.data = {{"user", {{"email", "other@example.com"}, {"first_name", nullptr}}}};
  const Json json = write_event(WebhookScheme::workos, event).value();
  EXPECT_EQ(json["data"]["user"]["email"], "other@example.com");
  EXPECT_FALSE(json["data"]["user"].contains("first_name"));
  EXPECT_EQ(json["data"]["user"]["id"], "directory_user_1");
}

TEST(PlayedEvent, OfNoTypeIsAnError) {
  EXPECT_FALSE(write_event(WebhookScheme::workos, played("user.renamed")));
  EXPECT_FALSE(write_event(WebhookScheme::workos, played("")));
}

}  // namespace
}  // namespace idproctor::run
