// One sender at a time in one home. The lock ends with the process that holds it, however that ends.
#pragma once

#include <string>

#include "lib/base/result.hh"

namespace dsupport {

class SendLock {
  public:
    /// Fails with try_later when another process holds the lock of that name.
    static Result<SendLock> take(const std::string& directory, const std::string& name = "sync.lock");
    SendLock(SendLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    SendLock& operator=(SendLock&&) = delete;
    ~SendLock();

  private:
    explicit SendLock(int fd) : fd_(fd) {}
    int fd_;
};

}  // namespace dsupport
