// Runs other programs: password commands, editors, pagers. No shell is involved unless argv names one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/instant.hh"
#include "lib/base/result.hh"

namespace dsupport {

struct Process {
    std::vector<std::string> argv;     ///< the program, looked up in PATH, and its arguments
    std::optional<std::string> input;  ///< given on its stdin
    /// It owns the terminal: stdin (without `input`), stdout and stderr are ours, it may take as long as it
    /// likes, and Ctrl-C is its business. Otherwise stdin is empty, stdout is captured, stderr is ours.
    bool terminal = false;
    std::int64_t time_limit_ms = 30 * kSecond;
    std::vector<std::pair<std::string, std::string>> environment = {};  ///< set on top of ours
};

struct Finished {
    int status = 0;      ///< exit status, or 128 + signal
    std::string output;  ///< what was captured, at most 16 MiB
};

class ProcessRunner {
  public:
    virtual ~ProcessRunner() = default;
    /// Success for any exit status. `config` when the program cannot be started, `try_later` when it took too
    /// long (it is killed), `bad_data` when it wrote too much.
    virtual Result<Finished> run(const Process& process) = 0;
};

class RealProcesses final : public ProcessRunner {
  public:
    Result<Finished> run(const Process& process) override;
};

/// The first line that a program prints: how password and token commands answer. `config` when it fails or
/// prints nothing. Neither the output nor the arguments, which may be secret, are part of the error.
Result<std::string> first_line_of(ProcessRunner& runner, const std::vector<std::string>& argv,
                                  std::int64_t time_limit_ms = 60 * kSecond);

}  // namespace dsupport
