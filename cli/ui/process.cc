#include "cli/ui/process.hh"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kMaxOutput = 16UL << 20U;

/// A file descriptor that closes itself.
class Fd {
  public:
    Fd() = default;
    explicit Fd(int fd) : fd_(fd) {}
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd() { reset(); }
    int get() const { return fd_; }
    bool open() const { return fd_ >= 0; }
    void reset(int fd = -1) {
        if (fd_ >= 0) ::close(fd_);
        fd_ = fd;
    }

  private:
    int fd_ = -1;
};

struct Pipe {
    Fd reader, writer;
    bool make() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        reader.reset(ends[0]);
        writer.reset(ends[1]);
        return true;
    }
};

/// Ignores signals while it lives.
class Ignored {
  public:
    explicit Ignored(std::vector<int> signals) : signals_(std::move(signals)), before_(signals_.size()) {
        struct sigaction ignore {};
        ignore.sa_handler = SIG_IGN;
        for (std::size_t i = 0; i < signals_.size(); ++i) ::sigaction(signals_[i], &ignore, &before_[i]);
    }
    Ignored(const Ignored&) = delete;
    Ignored& operator=(const Ignored&) = delete;
    ~Ignored() {
        for (std::size_t i = 0; i < signals_.size(); ++i) ::sigaction(signals_[i], &before_[i], nullptr);
    }

  private:
    std::vector<int> signals_;
    std::vector<struct sigaction> before_;
};

std::vector<std::string> environment_of(const Process& process) {
    std::vector<std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto name = text.substr(0, text.find('='));
        if (std::ranges::find(process.environment, name, [](const auto& e) -> std::string_view {
                return e.first;
            }) == process.environment.end())
            out.emplace_back(text);
    }
    for (const auto& [name, value] : process.environment) out.push_back(name + "=" + value);
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> out;
    for (auto& s : strings) out.push_back(s.data());
    out.push_back(nullptr);
    return out;
}

/// Starts it with these descriptors as stdin and stdout (-1: ours); 0 or an errno.
int spawn(const Process& process, int in, int out, pid_t& pid) {
    auto arguments = process.argv;
    auto variables = environment_of(process);
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    if (in >= 0)
        posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    else if (!process.terminal)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (out >= 0) posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    sigset_t defaults{};
    sigemptyset(&defaults);
    for (const int s : {SIGPIPE, SIGINT, SIGQUIT}) sigaddset(&defaults, s);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    const auto argv = pointers(arguments), envp = pointers(variables);
    const int error = posix_spawnp(&pid, argv[0], &actions, &attributes, argv.data(), envp.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int exit_status(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return exit_status(status);
}

/// Gives the child what is left of its input; closes the pipe at the end, or when the child stopped reading.
void feed(Fd& writer, std::string_view& input) {
    while (!input.empty()) {
        const auto written = ::write(writer.get(), input.data(), input.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) return;
        if (written < 0) break;
        input.remove_prefix(static_cast<std::size_t>(written));
    }
    writer.reset();
}

/// Takes what the child has written so far; closes the pipe at its end.
void drain(Fd& reader, std::string& output) {
    std::array<char, 16384> block{};
    while (reader.open() && output.size() <= kMaxOutput) {
        const auto got = ::read(reader.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0)
            reader.reset();
        else
            output.append(block.data(), static_cast<std::size_t>(got));
    }
}

Result<Finished> collect(const Process& process, pid_t pid, Fd& writer, Fd& reader) {
    using namespace std::chrono;
    Finished done;
    bool exited = false;
    const auto deadline = steady_clock::now() + milliseconds(process.time_limit_ms);
    const auto abandon = [&](ErrorKind kind, const std::string& what) {
        if (!exited) {
            ::kill(pid, SIGKILL);
            (void)wait_for(pid);
        }
        return fail(kind, "'" + printable(process.argv[0]) + "' " + what);
    };
    for (const int fd : {writer.get(), reader.get()})
        if (fd >= 0) ::fcntl(fd, F_SETFL, O_NONBLOCK);
    std::string_view input = process.input ? std::string_view(*process.input) : std::string_view{};
    for (;;) {
        if (writer.open()) feed(writer, input);
        int status = 0;
        exited = ::waitpid(pid, &status, WNOHANG) == pid;
        drain(reader, done.output);
        if (exited && done.output.size() <= kMaxOutput) {
            // A grandchild may still hold the pipe: what the program itself wrote is here already.
            done.status = exit_status(status);
            return done;
        }
        if (done.output.size() > kMaxOutput) return abandon(ErrorKind::bad_data, "wrote more than 16 MiB");
        const auto left = duration_cast<milliseconds>(deadline - steady_clock::now()).count();
        if (left <= 0)
            return abandon(ErrorKind::try_later,
                           "did not finish within " + std::to_string(process.time_limit_ms / kSecond) + " s");
        // Without a pipe to watch only waitpid can tell the end: look often, it is near.
        const std::int64_t pause = reader.open() ? 50 : 2;
        std::array<pollfd, 2> events = {{{reader.get(), POLLIN, 0}, {writer.get(), POLLOUT, 0}}};
        (void)::poll(events.data(), events.size(), static_cast<int>(std::min<std::int64_t>(left, pause)));
    }
}

}  // namespace

Result<Finished> RealProcesses::run(const Process& process) {
    if (process.argv.empty() || process.argv[0].empty())
        return fail(ErrorKind::config, "there is no program to run");
    Pipe to_child, from_child;
    if ((process.input && !to_child.make()) || (!process.terminal && !from_child.make()))
        return fail(ErrorKind::io, "cannot make a pipe", {}, std::strerror(errno));
    const Ignored ignored(process.terminal ? std::vector{SIGPIPE, SIGINT, SIGQUIT} : std::vector{SIGPIPE});
    pid_t pid = 0;
    if (const int error = spawn(process, to_child.reader.get(), from_child.writer.get(), pid); error != 0)
        return fail(ErrorKind::config, "cannot run '" + printable(process.argv[0]) + "'", {},
                    std::strerror(error));
    to_child.reader.reset();
    from_child.writer.reset();
    if (!process.terminal) return collect(process, pid, to_child.writer, from_child.reader);
    std::string_view input = process.input ? std::string_view(*process.input) : std::string_view{};
    if (to_child.writer.open()) feed(to_child.writer, input);
    return Finished{wait_for(pid), {}};
}

Result<std::string> first_line_of(ProcessRunner& runner, const std::vector<std::string>& argv,
                                  std::int64_t time_limit_ms) {
    Process process;
    process.argv = argv;
    process.time_limit_ms = time_limit_ms;
    DS_TRY(const auto done, runner.run(process));
    const auto name = "'" + printable(argv.front()) + "'";
    if (done.status != 0)
        return fail(ErrorKind::config, name + " failed with status " + std::to_string(done.status));
    const auto all = lines(done.output);
    if (all.empty() || all.front().empty()) return fail(ErrorKind::config, name + " printed nothing");
    return std::string(all.front());
}

}  // namespace dsupport
