#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/core/keys.hpp"
#include "harness/scenario/target.hpp"

namespace idproctor::scenario {

/// Reads values of a target file: ${env:NAME} and ${file:PATH} are filled in. The first error is kept and
/// says where.
class TargetReader {
 public:
  /// `target` gets the secrets that are read.
  TargetReader(std::string file, Target& target) : file_(std::move(file)), target_(target) {}

  std::string text(const YAML::Node& map, const char* key);
  /// A text that must come from outside, and is remembered so that no output shows it.
  std::string secret(const YAML::Node& map, const char* key);
  /// A text whose ${env:NAME} and ${file:PATH} are filled in and remembered as secrets; other names stay for
  /// the run to fill in.
  std::string text_for_run(const YAML::Node& node);
  /// A URL that is http or https, or empty.
  std::string url(const YAML::Node& map, const char* key);
  /// A URL, or the path of a file beside the target file.
  std::string url_or_file(const YAML::Node& map, const char* key);
  /// What stands there, or `absent`. An Error where it is none of them.
  std::string one_of(const YAML::Node& map, const char* key, const std::vector<std::string>& words,
                     const std::string& absent);
  std::optional<Milliseconds> duration(const YAML::Node& map, const char* key);
  Target::Request request(const YAML::Node& node);

  void check(const YAML::Node& map, const KeyTable& table);
  void fail(const std::string& message, const YAML::Node& node);
  bool failed() const { return error_.has_value(); }
  const Error& error() const { return *error_; }

 private:
  Result<std::optional<std::string>> outside(std::string_view name) const;

  std::string file_;
  Target& target_;
  std::optional<Error> error_;
};

}  // namespace idproctor::scenario
