// Ctrl-C and SIGTERM as something that a long wait can look at, so that it ends between two steps and not in
// the middle of one.
#pragma once

namespace dsupport {

/// While one lives, these signals end nothing by themselves.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    /// Can be read without waiting once a signal came. -1 when the system gives none.
    int fd() const { return fd_; }
    /// Whether a signal comes within that time.
    bool wait(int limit_ms) const;

  private:
    int fd_;
};

}  // namespace dsupport
