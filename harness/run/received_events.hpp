#pragma once

#include <memory>

#include "harness/run/event_source.hpp"
#include "harness/run/webhook_receiver.hpp"

namespace idproctor::run {

/// What the receiver hears from now on. A delivery counts where its signature is right and we took it; an
/// event that is delivered again under the same id counts once, for brokers repeat what they are not sure of.
/// `receiver` must outlive it.
std::unique_ptr<EventSource> make_received_events(const WebhookReceiver& receiver);

}  // namespace idproctor::run
