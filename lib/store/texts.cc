#include "lib/store/texts.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/store/events.hh"

namespace dsupport {
namespace {

using Take = std::function<bool(SearchText&&)>;
using Read = std::function<std::optional<SearchText>(SQLite::Statement&)>;

/// Subject and author of a mail have room in so many bytes.
constexpr std::size_t kUsualHead = 256;

/// What of an event people may look for: its text, and of a call also who rang and about what.
std::string searchable(const Event& event) {
    std::string out;
    const auto add = [&](const std::string& text) {
        if (!text.empty()) out += text + "\n";
    };
    for (const auto& w : event.content.writes)
        if (w.field == "subject") add(w.value.string());
    const auto& requester = event.content.own["requester"];
    for (const auto* key : {"name", "email", "phone"}) add(requester[key].string());
    add(event.content.own["call"]["number"].string());
    if (event.content.body) add(*event.content.body);
    return out;
}

/// A field that was set with a text is what people call a note.
std::string kind_of(const Event& event) {
    return event.kind() == "set" && event.content.body ? "note" : event.kind();
}

/// The columns of a mail that say what people may look for, and where it is.
#define MAIL_TEXT "SELECT n, ticket, date, subject, name, author, mail_body.text"

std::optional<SearchText> text_of_mail(SQLite::Statement& q) {
    SearchText out{-q.getColumn(0).getInt64(), {q.getColumn(1).getString()}, "mail", {}, {}};
    out.at = {q.getColumn(2).getInt64()};
    // The text may be long, and is copied once.
    out.text.reserve(static_cast<std::size_t>(q.getColumn(6).getBytes()) + kUsualHead);
    const auto add = [&](int i, std::string_view end) {
        const auto column = q.getColumn(i);
        out.text.append(column.getText(), static_cast<std::size_t>(column.getBytes())).append(end);
    };
    add(3, "\n");
    add(4, " ");
    add(5, "\n");
    add(6, "");
    return out;
}

std::optional<SearchText> text_of_event(SQLite::Statement& q) {
    std::optional<std::string> body;
    if (!q.getColumn(3).isNull()) body = blob_text(q, 3);
    const auto event = read_stored_event(blob_text(q, 1), blob_id<Signature>(q, 2), std::move(body));
    if (!event || is_redacted(*event)) return std::nullopt;
    SearchText out{q.getColumn(0).getInt64(), {q.getColumn(4).getString()}, kind_of(*event), event->at.t, {}};
    out.text = searchable(*event);
    if (out.text.empty()) return std::nullopt;
    return out;
}

/// Whether this is the mail that an event went out as. An event that only places or deals with it says
/// something else.
bool is_letter(Database& log, const MailKey& key) {
    EventTable events(log);
    return std::ranges::any_of(events.mentioning(key),
                               [&](std::int64_t row) { return letter_of(events.at_row(row)) == key; });
}

/// Of the rows behind `after` up to `to`. Gives whether more is wanted.
bool each_row(Database& log, const std::string& sql, std::int64_t after, std::int64_t to, const Read& read,
              const Take& take) {
    if (after >= to) return true;  // a query that finds nothing costs its preparation
    SQLite::Statement q(log.handle(), sql);
    q.bind(1, after);
    q.bind(2, to);
    while (q.executeStep())
        if (auto text = read(q); text && !take(std::move(*text))) return false;
    return true;
}

}  // namespace

bool is_redacted(const Event& event) {
    return event.body_hash && !event.content.body;
}

void each_text(Database& log, const LogMark& after, const LogMark& to, TextOrder order, const Take& take) {
    const auto* direction = order == TextOrder::oldest_first ? "ASC" : "DESC";
    const auto events = [&] {
        return each_row(
            log,
            fmt::format("SELECT event.n, header, signature, body, touch.ticket FROM event"
                        " LEFT JOIN touch ON touch.event = event.n"
                        " WHERE event.n > ? AND event.n <= ? AND kind IN ('open', 'note', 'reply', 'set')"
                        " ORDER BY event.n {0}, touch.ticket {0}",
                        direction),
            after.event, to.event, text_of_event, take);
    };
    // But for those that are the letter of an event: their text is there.
    const auto mails = [&] {
        return each_row(
            log,
            fmt::format(MAIL_TEXT ", key, EXISTS (SELECT 1 FROM mention WHERE mention.mail = mail.key)"
                                  " FROM mail JOIN mail_body ON mail_body.mail = n"
                                  " WHERE n > ? AND n <= ? AND id IS NOT NULL AND wiped = 0"
                                  " AND (bundle_text IS NULL OR bundle_text <> text_hash) ORDER BY n {}",
                        direction),
            after.mail, to.mail,
            [&](SQLite::Statement& q) -> std::optional<SearchText> {
                const bool is_mentioned = q.getColumn(8).getInt() != 0;
                if (is_mentioned && is_letter(log, blob_id<MailKey>(q, 7))) return std::nullopt;
                return text_of_mail(q);
            },
            take);
    };
    if (order == TextOrder::oldest_first) {
        if (events()) mails();
    } else if (mails()) {
        events();
    }
}

std::optional<SearchText> find_text(Database& log, std::int64_t source, const TicketId& ticket) {
    if (source > 0) {
        const auto event = EventTable(log).at_row(source);
        return SearchText{source, ticket, kind_of(event), event.at.t, searchable(event)};
    }
    auto& q =
        log.query(MAIL_TEXT " FROM mail JOIN mail_body ON mail_body.mail = n WHERE n = ? AND ticket <> ''");
    q.bind(1, -source);
    if (!q.executeStep()) return std::nullopt;
    return text_of_mail(q);
}

}  // namespace dsupport
