// Events of both brokers, as their documentation and sources show them, read into the same words.

#include "harness/observe/application/event.hpp"

#include <gtest/gtest.h>

namespace idproctor::observe {
namespace {

Event only_event(WebhookScheme scheme, const std::string& body) {
  const auto events = read_events(scheme, body);
  EXPECT_TRUE(events) << describe(events.error());
  if (!events || events->size() != 1) return {};
  return events->front();
}

TEST(Event, OfWorkosAboutAUser) {
  const Event event = only_event(WebhookScheme::workos, R"({
    "object": "event", "id": "event_07FKJ843CVE8F7BXQSPFH0M53V", "event": "dsync.user.updated",
    "data": {"id": "directory_user_01", "idp_id": "8931", "email": "lela.block@example.com", "state": "active",
             "role": {"slug": "member"}, "previous_attributes": {"email": null}},
    "created_at": "2021-06-25T19:07:33.155Z"})");
  EXPECT_EQ(event.id, "event_07FKJ843CVE8F7BXQSPFH0M53V");
  EXPECT_EQ(event.type, "user.updated");
  EXPECT_EQ(event.name, "dsync.user.updated");
  EXPECT_EQ(event.user.email, "lela.block@example.com");
  EXPECT_EQ(event.user.idp_id, "8931");
  EXPECT_EQ(event.group, "");
  EXPECT_EQ(event.data["role"]["slug"], "member");
  EXPECT_EQ(event.created, parse_time("2021-06-25T19:07:33.155Z").value());
}

TEST(Event, OfWorkosAboutAMembership) {
  const Event event = only_event(WebhookScheme::workos, R"({
    "id": "event_1", "event": "dsync.group.user_added",
    "data": {"directory_id": "directory_1",
             "user": {"id": "directory_user_1", "emails": [{"primary": true, "value": "veda@example.com"}],
                      "username": "veda", "idp_id": "8936"},
             "group": {"id": "directory_group_1", "name": "Developers"}},
    "created_at": "2023-04-28 20:05:31.093"})");
  EXPECT_EQ(event.type, "group.user_added");
  EXPECT_EQ(event.user.email, "veda@example.com");
  EXPECT_EQ(event.user.user_name, "veda");
  EXPECT_EQ(event.group, "Developers");
  EXPECT_FALSE(event.created);
}

TEST(Event, OfPolisAboutAMembership) {
  const Event event = only_event(WebhookScheme::polis, R"({
    "directory_id": "58b5", "event": "group.user_removed", "tenant": "boxyhq", "product": "jackson",
    "data": {"id": "038e", "first_name": "Jackson", "last_name": "M", "email": "jackson@example.com", "active": true,
             "raw": {"userName": "jackson", "externalId": "00u1"},
             "group": {"id": "b3a", "name": "Staff", "raw": {}}}})");
  EXPECT_EQ(event.id, "");
  EXPECT_EQ(event.type, "group.user_removed");
  EXPECT_EQ(event.user.email, "jackson@example.com");
  EXPECT_EQ(event.user.user_name, "jackson");
  EXPECT_EQ(event.user.idp_id, "00u1");
  EXPECT_EQ(event.group, "Staff");
}

TEST(Event, OfAGroupNamesNobody) {
  const Event event = only_event(WebhookScheme::workos,
                                 R"({"id":"e","event":"dsync.group.created","data":{"name":"Staff"}})");
  EXPECT_EQ(event.type, "group.created");
  EXPECT_TRUE(event.user.empty());
  EXPECT_EQ(event.group, "Staff");
}

TEST(Event, ABatchIsSeveral) {
  const auto events = read_events(WebhookScheme::polis,
                                  R"([{"event":"group.created","tenant":"t","data":{"name":"A"}},
                                      {"event":"user.deleted","tenant":"t","data":{"email":"a@b"}}])");
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].group, "A");
  EXPECT_EQ((*events)[1].user.email, "a@b");
}

// WorkOS sends user.created too: of its own user management, which is not the directory.
TEST(Event, WhatIsNoDirectoryEventHasNoType) {
  EXPECT_EQ(only_event(WebhookScheme::workos, R"({"event":"user.created","data":{"email":"a@b"}})").type, "");
  EXPECT_EQ(only_event(WebhookScheme::workos, R"({"event":"dsync.deleted","data":{}})").type, "");
  EXPECT_EQ(only_event(WebhookScheme::polis, R"({"event":"dsync.created","data":{}})").type, "");
}

TEST(Event, WithoutASchemeTheShapeSaysWhoseItIs) {
  EXPECT_EQ(
      only_event(WebhookScheme::none, R"({"object":"event","event":"dsync.user.created","data":{}})").type,
      "user.created");
  EXPECT_EQ(only_event(WebhookScheme::none, R"({"event":"sso.activated","tenant":"t","data":{}})").type,
            "connection.activated");
  EXPECT_EQ(only_event(WebhookScheme::none, R"({"event":"user.created","data":{}})").type, "user.created");
  EXPECT_EQ(only_event(WebhookScheme::none, R"({"object":"event","event":"user.created","data":{}})").type,
            "");
}

TEST(Event, WhatIsNoneIsAnError) {
  for (const char* body : {"", "[1]", "{}", R"({"event":"user.created"})", R"({"event":7,"data":{}})",
                           R"({"event":"user.created","data":[]})"}) {
    EXPECT_FALSE(read_events(WebhookScheme::polis, body)) << body;
  }
  EXPECT_TRUE(read_events(WebhookScheme::polis, "[]").value().empty());
}

TEST(EventName, GoesBothWays) {
  for (const WebhookScheme scheme : {WebhookScheme::none, WebhookScheme::workos, WebhookScheme::polis}) {
    for (const std::string& type : event_types()) {
      const std::string written = event_name(scheme, type);
      EXPECT_EQ(read_event(scheme, {{"event", written}, {"data", Json::object()}}).value().type, type)
          << written;
    }
    EXPECT_EQ(event_name(scheme, "user.renamed"), "");
  }
}

TEST(UserKeys, NameTheSamePersonByAnyKey) {
  EXPECT_TRUE(same_person({"a@b", "", ""}, {"A@B", "x", "1"}));
  EXPECT_TRUE(same_person({"", "a@b", ""}, {"a@b", "", ""}));
  EXPECT_TRUE(same_person({"new@b", "x", "1"}, {"old@b", "y", "1"}));
  EXPECT_FALSE(same_person({"a@b", "x", "1"}, {"c@d", "y", "2"}));
  EXPECT_FALSE(same_person({"", "", "a"}, {"", "", "A"}));
  EXPECT_FALSE(same_person({}, {}));
  EXPECT_FALSE(same_person({"", "7", ""}, {"", "", "7"}));
}

}  // namespace
}  // namespace idproctor::observe
