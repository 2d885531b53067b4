#include "harness/observe/application/application.hpp"

namespace idproctor::observe {

const char* name(UserState state) {
  constexpr const char* names[] = {"absent", "inactive", "active"};
  return names[static_cast<std::size_t>(state)];
}

std::string state_in_webhooks(const std::string& word) {
  return word == "linked" ? "active" : word == "unlinked" ? "inactive" : word;
}

UserState expected_state(UserState state, InactivePolicy policy) {
  return state == UserState::inactive && policy == InactivePolicy::remove ? UserState::absent : state;
}

const char* deactivation_event(InactivePolicy policy) {
  return policy == InactivePolicy::remove ? "user.deleted" : "user.updated";
}

std::unique_ptr<GroupQuestion> Application::ask_group(const std::string& /*name*/) const {
  return nullptr;
}

std::unique_ptr<EventsQuestion> Application::ask_events(const EventCursor& /*cursor*/, Time /*now*/) const {
  return nullptr;
}

std::unique_ptr<StateQuestion> Application::ask_connection() const {
  return nullptr;
}

std::unique_ptr<StateQuestion> Application::ask_directory() const {
  return nullptr;
}

Milliseconds Application::gap(const http::Request& /*request*/) const {
  return Milliseconds{0};
}

}  // namespace idproctor::observe
