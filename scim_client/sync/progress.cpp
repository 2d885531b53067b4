#include "scim_client/sync/progress.hpp"

#include <algorithm>
#include <cmath>

#include "foundation/http/parser.hpp"

namespace idproctor::scim {

namespace {

constexpr std::chrono::seconds kWindow{30};

std::string in_groups(std::int64_t number) {
  return http::grouped(static_cast<std::size_t>(number));
}

}  // namespace

std::string in_words(std::chrono::seconds duration) {
  const auto seconds = std::max<long long>(0, duration.count());
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

std::string Progress::line(Time now, int width) {
  samples_.emplace_back(now, done_);
  while (samples_.size() > 2 && samples_.front().first < now - kWindow) samples_.pop_front();

  std::string text;
  if (width > 0 && total_ > 0) {
    const auto filled = static_cast<std::size_t>(width * std::min(done_, total_) / total_);
    text = "[" + std::string(filled, '#') + std::string(static_cast<std::size_t>(width) - filled, '.') + "] ";
  }
  text += in_groups(done_) + (total_ > 0 ? " of " + in_groups(total_) : "") + " " + what_;
  const auto& [since, before] = samples_.front();
  const double seconds = static_cast<double>((now - since).count()) / 1000;
  const double rate = seconds > 0 ? static_cast<double>(done_ - before) / seconds : 0;
  if (rate <= 0) return text;
  text += "  " + in_groups(static_cast<std::int64_t>(std::llround(rate))) + "/s";
  if (total_ > done_) {
    const double left = static_cast<double>(total_ - done_) / rate;
    text += "  " + in_words(std::chrono::seconds(std::llround(std::min(left, 1e9)))) + " left";
  }
  return text;
}

}  // namespace idproctor::scim
