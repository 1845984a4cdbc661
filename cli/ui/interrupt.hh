// Ctrl-C, a hangup and a request to end, while a person is asked something: the question ends with an error
// instead of the whole program, so that what was typed can be kept and the terminal be put back.
#pragma once

#include <csignal>
#include <vector>

namespace dsupport {

/// While one lives, SIGINT, SIGHUP and SIGTERM only interrupt system calls and are remembered. One at a time.
class InterruptWatch {
  public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

  private:
    std::vector<struct sigaction> before_;
};

/// Whether a signal came since the watch began.
bool was_interrupted();

}  // namespace dsupport
