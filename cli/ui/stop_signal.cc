#include "cli/ui/stop_signal.hh"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace dsupport {
namespace {

sigset_t stop_signals() {
    sigset_t out;
    sigemptyset(&out);
    sigaddset(&out, SIGINT);
    sigaddset(&out, SIGTERM);
    return out;
}

}  // namespace

StopSignal::StopSignal() {
    const auto signals = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    fd_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
}

StopSignal::~StopSignal() {
    if (fd_ >= 0) ::close(fd_);
    const auto signals = stop_signals();
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

bool StopSignal::wait(int limit_ms) const {
    pollfd poll{fd_, POLLIN, 0};
    return ::poll(&poll, 1, limit_ms) > 0;
}

}  // namespace dsupport
