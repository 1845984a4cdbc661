#include "cli/mail_fetch.hh"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "lib/mail/modules.hh"
#include "lib/sync/fetch.hh"
#include "lib/sync/folder_fetch.hh"

namespace dsupport {
namespace {

/// How often a folder is looked into for news.
constexpr long kFolderPoll_s = 5;

}  // namespace

Result<IntakeReport> MailFetch::run() {
    if (!parser_) {
        DS_TRY(parser_, load_parser(env_.module_dir));
    }
    Intake intake(store_, env_.clock, env_.random);
    DS_TRY(auto out, intake.keep_waiting(*parser_));
    DS_TRY(const auto more, place_.folder.empty() ? run_server(intake) : run_folder(intake));
    out.add(more);
    return out;
}

Result<IntakeReport> MailFetch::run_folder(Intake& intake) {
    auto report = fetch_folder(store_, intake, *parser_, place_.folder);
    // A folder nobody has put a mail into yet is no mistake.
    if (!report && report.error().kind == ErrorKind::no_input) return IntakeReport{};
    return report;
}

Result<IntakeReport> MailFetch::run_server(Intake& intake) {
    if (!fetcher_) {
        DS_TRY(fetcher_, imap_fetcher(env_, place_, stop_fd_));
    }
    FetchWatch watch;
    if (show_)
        watch.progress = [&](std::size_t done, std::size_t total) {
            if (total > 0) env_.output.err(fmt::format("\r{} of {} fetched", done, total));
        };
    return fetch_new(store_, intake, *fetcher_, *parser_, place_.account, watch);
}

Result<bool> MailFetch::wait(long limit_s) {
    if (fetcher_) return fetcher_->wait(limit_s);
    pollfd poll{stop_fd_, POLLIN, 0};
    if (::poll(&poll, 1, static_cast<int>(std::min(limit_s, kFolderPoll_s)) * 1000) > 0)
        return fail(ErrorKind::interrupted, "interrupted");
    return true;
}

}  // namespace dsupport
