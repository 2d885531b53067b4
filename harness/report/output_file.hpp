#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace idproctor::report {

/// A file that is written piece by piece while the run goes. What cannot be opened or written (a missing
/// folder, a full disk) throws std::runtime_error with a sentence: without its results a run is worth
/// nothing.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  void write(std::string_view bytes);
  void flush();
  void close();
  void close_and_rename(const std::filesystem::path& target);

 private:
  void check();

  std::filesystem::path path_;
  std::ofstream stream_;
};

/// Writes a whole file at once; throws like OutputFile.
void write_whole(const std::filesystem::path& path, std::string_view bytes);

}  // namespace idproctor::report
