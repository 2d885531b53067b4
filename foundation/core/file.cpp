#include "foundation/core/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace idproctor {

namespace {

Result<> write_beside_and_rename(const std::filesystem::path& path, std::string_view bytes, mode_t mode) {
  const std::string beside = path.string() + ".new." + std::to_string(::getpid());
  const auto failed = [&](const char* what) {
    Error error{Error::Kind::invalid, std::string("cannot ") + what + ": " + std::strerror(errno),
                path.string()};
    ::unlink(beside.c_str());
    return error;
  };
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return failed("create");
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t count = ::write(file, bytes.data() + done, bytes.size() - done);
    if (count < 0) {
      ::close(file);
      return failed("write");
    }
    done += static_cast<std::size_t>(count);
  }
  if (::close(file) != 0) return failed("close");
  if (::rename(beside.c_str(), path.c_str()) != 0) return failed("rename to");
  return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return invalid("is a folder, not a file", path.string());
  std::ifstream file(path, std::ios::binary);
  if (!file) return invalid(std::string("cannot open: ") + std::strerror(errno), path.string());
  // Pipes and devices have no size beforehand, so the limit is watched while reading.
  std::string bytes;
  std::array<char, 65536> chunk;
  while (file.read(chunk.data(), chunk.size()), file.gcount() > 0) {
    bytes.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > limit) {
      return Error{Error::Kind::too_large, "more than " + std::to_string(limit) + " bytes", path.string()};
    }
  }
  return bytes;
}

Result<> write_file(const std::filesystem::path& path, std::string_view bytes) {
  return write_beside_and_rename(path, bytes, 0644);
}

Result<> write_private_file(const std::filesystem::path& path, std::string_view bytes) {
  return write_beside_and_rename(path, bytes, 0600);
}

}  // namespace idproctor
