#include "lib/mail/imap_session.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/imap_words.hh"

namespace dsupport {

Error imap_refusal(std::string_view message, const ImapResponse& answer, ErrorKind otherwise) {
    return {refusal_kind(answer, otherwise), std::string(message), {}, printable(answer.text)};
}

Result<std::string> ImapSession::send(std::string_view command) {
    auto tag = fmt::format("D{}", ++last_tag_);
    DS_CHECK(channel_.send(fmt::format("{} {}\r\n", tag, command)));
    under_way_[tag] = std::nullopt;
    return tag;
}

Result<ImapResponse> ImapSession::answer(const std::string& tag, const OnData& on_data) {
    const auto mine = under_way_.find(tag);
    while (!mine->second) {
        DS_TRY(auto response, next_answer(on_data));
        const auto known = under_way_.find(response.tag);
        if (response.kind == ImapResponse::Kind::continuation)
            return tl::unexpected(no_imap("it waits for more of a command that is complete"));
        if (known == under_way_.end() || known->second)
            return tl::unexpected(no_imap("it answers a command that was not given", response.tag));
        known->second = std::move(response);
    }
    auto out = std::move(*mine->second);
    under_way_.erase(mine);
    return out;
}

Result<ImapResponse> ImapSession::run(std::string_view command, const OnData& on_data) {
    DS_TRY(const auto tag, send(command));
    return answer(tag, on_data);
}

Outcome ImapSession::must(std::string_view command, const OnData& on_data, ErrorKind otherwise) {
    DS_TRY(const auto done, run(command, on_data));
    if (done.name == "OK") return {};
    const auto words = trim(command.substr(0, command.find_first_of("0123456789*\"(")));
    return tl::unexpected(imap_refusal(fmt::format("the mail server refuses {}", words), done, otherwise));
}

Outcome ImapSession::learn_capabilities() {
    const auto take = [this](ImapResponse& response) -> Outcome {
        if (response.name != "CAPABILITY") return {};
        for (const auto& word : response.values) {
            auto name = word.text;
            std::ranges::transform(name, name.begin(), [](char c) {
                return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
            });
            capabilities_.insert(std::move(name));
        }
        return {};
    };
    return must("CAPABILITY", take, ErrorKind::bad_data);
}

Result<MailboxState> ImapSession::examine(const std::string& quoted_name) {
    mailbox_ = {};
    mailbox_.name = quoted_name.substr(1, quoted_name.size() - 2);
    DS_TRY(const auto done, run("EXAMINE " + quoted_name, no_data));
    if (done.name != "OK")
        return tl::unexpected(
            imap_refusal("the mailbox " + quoted_name + " cannot be opened", done, ErrorKind::config));
    if (mailbox_.uidvalidity == 0)
        return tl::unexpected(no_imap("it does not say how long the numbers of mails last"));
    news_ = false;
    return mailbox_;
}

Result<std::optional<bool>> ImapSession::idle(std::int64_t ms) {
    DS_TRY(const auto tag, send("IDLE"));
    DS_TRY(const auto first, next_answer(no_data));
    if (first.kind == ImapResponse::Kind::tagged) {
        if (first.tag != tag)
            return tl::unexpected(no_imap("it answers a command that was not given", first.tag));
        under_way_.erase(tag);
        return std::nullopt;
    }
    DS_CHECK(listen(ms));
    DS_CHECK(channel_.send("DONE\r\n"));
    DS_TRY(const auto done, answer(tag, no_data));
    if (done.name != "OK")
        return tl::unexpected(imap_refusal("the mail server refuses IDLE", done, ErrorKind::try_later));
    return news_;
}

Outcome ImapSession::listen(std::int64_t ms) {
    const auto end = channel_.now_ms() + ms;
    for (auto now = channel_.now_ms(); !news_ && now < end; now = channel_.now_ms()) {
        DS_TRY(auto response, next(end - now));
        if (!response) break;
        if (response->kind != ImapResponse::Kind::untagged)
            return tl::unexpected(no_imap("it answers what nobody asked"));
        DS_CHECK(take_untagged(*response, no_data));
    }
    return {};
}

Result<std::optional<ImapResponse>> ImapSession::next(std::int64_t ms) {
    while (true) {
        DS_TRY(auto response, reader_.next());
        if (response) return response;
        DS_TRY(const auto bytes, channel_.receive(ms));
        if (bytes.empty()) return std::nullopt;
        reader_.feed(bytes);
    }
}

Result<ImapResponse> ImapSession::next_answer(const OnData& on_data) {
    while (true) {
        DS_TRY(auto response, next(reply_timeout_ms_));
        if (!response)
            return fail(ErrorKind::try_later, "the mail server does not answer", {},
                        fmt::format("not a byte for {} seconds", reply_timeout_ms_ / 1000));
        if (response->kind != ImapResponse::Kind::untagged) return std::move(*response);
        DS_CHECK(take_untagged(*response, on_data));
    }
}

Outcome ImapSession::take_untagged(ImapResponse& response, const OnData& on_data) {
    if (response.name == "EXISTS") {
        news_ = news_ || response.number > mailbox_.exists;
        mailbox_.exists = response.number;
        return {};
    }
    if (response.name == "EXPUNGE") {
        if (mailbox_.exists > 0) --mailbox_.exists;
        return {};
    }
    if (response.name == "OK" || response.name == "BYE") return take_condition(response);
    return on_data(response);
}

Outcome ImapSession::take_condition(const ImapResponse& response) {
    if (response.name == "BYE")
        return tl::unexpected(
            imap_refusal("the mail server ends the connection", response, ErrorKind::try_later));
    if (response.code != "UIDVALIDITY" && response.code != "UIDNEXT") return {};
    const auto number = read_numbers(response.code_text);
    if (!number || number->size() != 1)
        return tl::unexpected(no_imap("a number that is none", response.code_text));
    if (response.code == "UIDNEXT") {
        mailbox_.uidnext = number->front();
        return {};
    }
    if (mailbox_.uidvalidity != 0 && mailbox_.uidvalidity != number->front())
        return fail(ErrorKind::try_later, "the mail server has numbered the mails of the mailbox anew");
    mailbox_.uidvalidity = number->front();
    return {};
}

}  // namespace dsupport
