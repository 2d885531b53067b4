#include "harness/report/output_file.hpp"

#include <stdexcept>
#include <system_error>

#include "foundation/core/file.hpp"

namespace idproctor::report {

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)), stream_(path_, std::ios::binary) {
  if (!stream_) throw std::runtime_error(path_.string() + ": cannot be opened for writing");
}

void OutputFile::write(std::string_view bytes) {
  stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  check();
}

void OutputFile::flush() {
  stream_.flush();
  check();
}

void OutputFile::close() {
  stream_.close();
  check();
}

void OutputFile::close_and_rename(const std::filesystem::path& target) {
  close();
  std::error_code error;
  std::filesystem::rename(path_, target, error);
  if (error) throw std::runtime_error(target.string() + ": cannot be written: " + error.message());
}

void OutputFile::check() {
  if (!stream_) throw std::runtime_error(path_.string() + ": cannot be written (is the disk full?)");
}

void write_whole(const std::filesystem::path& path, std::string_view bytes) {
  const Result<> written = write_file(path, bytes);
  if (written.has_error()) throw std::runtime_error(describe(written.error()));
}

}  // namespace idproctor::report
