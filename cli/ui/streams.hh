// Where a command's words go and where its input comes from: data to stdout, all else to stderr. A pipe that
// closes early is no failure (the reader has seen enough); a write that fails for any other reason is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/base/result.hh"

namespace dsupport {

class Output {
  public:
    virtual ~Output() = default;
    /// Data, for stdout. Kept back until finish(), err(), or a buffer is full.
    virtual void out(std::string_view text) = 0;
    /// Words for the person, for stderr, at once and after all data so far.
    virtual void err(std::string_view text) = 0;
    /// Writes what is kept back. `io` when anything for stdout could not be written; success when the reader
    /// of a pipe went away.
    virtual Outcome finish() = 0;
    /// The reader went away: more data would be wasted work.
    virtual bool closed() const { return false; }
};

class FdOutput final : public Output {
  public:
    explicit FdOutput(int out_fd = 1, int err_fd = 2) : out_fd_(out_fd), err_fd_(err_fd) {}
    void out(std::string_view text) override;
    void err(std::string_view text) override;
    Outcome finish() override;
    bool closed() const override { return closed_; }

  private:
    void flush();

    int out_fd_;
    int err_fd_;
    std::string kept_;
    bool closed_ = false;
    int failure_ = 0;  // errno of the first failed write to stdout
};

/// Keeps everything, for tests and for text that goes to a pager.
class StringOutput final : public Output {
  public:
    std::string out_text;
    std::string err_text;
    void out(std::string_view text) override { out_text += text; }
    void err(std::string_view text) override { err_text += text; }
    Outcome finish() override { return {}; }
};

class Input {
  public:
    virtual ~Input() = default;
    /// The next line without its line end; nothing at the end of input. `interrupted` when an InterruptWatch
    /// saw a signal.
    virtual Result<std::optional<std::string>> line() = 0;
    /// One key, without waiting for Enter or showing it; Enter is LF. Nothing at the end of input.
    virtual Result<std::optional<char>> key() = 0;
    /// All that is left, at most kMaxInput bytes (else `bad_data`).
    virtual Result<std::string> all() = 0;
};

inline constexpr std::size_t kMaxInput = 64UL << 20U;

class FdInput final : public Input {
  public:
    explicit FdInput(int fd = 0) : fd_(fd) {}
    Result<std::optional<std::string>> line() override;
    Result<std::optional<char>> key() override;
    Result<std::string> all() override;

  private:
    /// Reads once more into ahead_; false at the end of input.
    Result<bool> more();

    int fd_;
    std::string ahead_;
};

class StringInput final : public Input {
  public:
    explicit StringInput(std::string text) : text_(std::move(text)) {}
    Result<std::optional<std::string>> line() override;
    Result<std::optional<char>> key() override;
    Result<std::string> all() override { return std::exchange(text_, {}); }

  private:
    std::string text_;
};

/// To be called first in main: a closed pipe becomes an error of write instead of a signal, and a standard
/// descriptor that the caller closed is filled with one that fails when used, so that no file of ours can
/// take its number.
void prepare_standard_streams();

}  // namespace dsupport
