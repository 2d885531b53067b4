#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/http/runtime.hpp"
#include "foundation/http/server.hpp"
#include "harness/observe/application/event.hpp"
#include "harness/run/redactor.hpp"
#include "harness/run/result.hpp"

namespace idproctor::run {

struct WebhookReceiverSettings {
  std::string address = "127.0.0.1";
  unsigned short port = 0;  ///< 0: the system chooses
  std::string public_url;   ///< where the target reaches the receiver; empty: where it listens
  observe::WebhookScheme scheme = observe::WebhookScheme::workos;
  std::string secret;  ///< may be known only after registration: set_secret()
  Milliseconds tolerance = observe::kWebhookTolerance;
};

/// One request that came to the receiver.
struct Delivery {
  std::string id;  ///< "w1", "w2" ... in the order in which they came
  Time at{};
  http::Request request;  ///< as it came, the body byte for byte
  observe::SignatureCheck signature;
  std::vector<observe::Event> events;  ///< none where the body cannot be read: `trouble` says why
  std::string trouble;
  int status = 0;         ///< the answer
  Milliseconds delay{0};  ///< after which it was sent
  bool is_trustworthy() const {
    return signature.is_valid() || signature.state == observe::SignatureCheck::State::unchecked;
  }
  bool was_accepted() const { return status >= 200 && status < 300; }
};

/// Whom or what an event must be about: a person, a group by its name, or neither (a connection's and a
/// directory's events). Cases run side by side on one target, so no case may take what is another's.
struct Subject {
  observe::UserKeys user;
  std::string group;
  bool fits(const observe::Event& event) const;
};

/// How deliveries about a subject are answered.
struct WebhookAnswer {
  int status = 200;
  Milliseconds delay{0};
  int refuse_first = 0;  ///< that many of them get `refusal` instead
  int refusal = 503;
};

/// One event of one delivery.
struct Received {
  std::shared_ptr<const Delivery> delivery;
  observe::Event event;
};

/// The end of the broker's webhooks: records what comes, answers as it is told, and lets cases wait for what
/// is theirs.
class WebhookReceiver {
 public:
  /// `clock` and `runtime` must outlive it.
  static Result<std::unique_ptr<WebhookReceiver>> listen(http::Runtime& runtime, const Clock& clock,
                                                         WebhookReceiverSettings settings);

  const std::string& url() const { return url_; }  ///< what the target is given
  void set_secret(std::string secret) { settings_.secret = std::move(secret); }

  /// From now on, for events about this subject; what it was told before of the same subject is forgotten.
  void answer(const Subject& subject, WebhookAnswer how);
  void forget_answer(const Subject& subject);

  /// What a case looks for.
  struct Wanted {
    Subject subject;
    std::string type;       ///< one of observe::event_types(); empty: any
    std::size_t after = 0;  ///< only deliveries that came later: a mark()
    /// What else must hold; empty: nothing.
    std::function<bool(const Received&)> fits;
  };
  /// How many deliveries have come so far.
  std::size_t mark() const { return came_; }
  /// All that fit, in the order in which they came: repetitions and refused deliveries too.
  std::vector<Received> received(const Wanted& wanted) const;
  /// The first that fits, as soon as there is one; nothing when `patience` is over.
  Task<std::optional<Received>> first(Wanted wanted, Milliseconds patience) const;
  /// True when `span` is over and none has come that fits; false as soon as there is one.
  Task<bool> is_silent(Wanted wanted, Milliseconds span) const;
  /// Deliveries whose body is no event or whose signature is not right: what comes so is nobody's news, and a
  /// fault of the sender's.
  std::vector<std::shared_ptr<const Delivery>> faulty(std::size_t after) const;

 private:
  explicit WebhookReceiver(const Clock& clock, WebhookReceiverSettings settings);
  http::DelayedResponse take(const http::Request& request);
  WebhookAnswer answer_to(const Delivery& delivery);

  struct Told {
    Subject subject;
    WebhookAnswer how;
  };

  const Clock& clock_;
  WebhookReceiverSettings settings_;
  std::string url_, path_;
  std::vector<Told> told_;
  std::vector<std::shared_ptr<const Delivery>> deliveries_;
  std::size_t came_ = 0;  ///< also those that were too many to keep
  std::shared_ptr<http::Gate> news_ = std::make_shared<http::Gate>();
  std::unique_ptr<http::Server> server_;  // after what it records in, so that it ends first
};

/// The delivery as reports show exchanges: the request came to us.
Exchange as_exchange(const Delivery& delivery, const Redactor& redactor);

}  // namespace idproctor::run
