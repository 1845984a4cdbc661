#include "lib/store/mails.hh"

#include <fmt/format.h>

#include <sstream>

#include "lib/base/crypto.hh"
#include "lib/store/mail_names.hh"
#include "lib/store/mail_row.hh"

namespace dsupport {
namespace {

// Names that are no mail's: what has yet to be looked at again.
constexpr std::string_view kUnreadable = "!unreadable", kWaiting = "!waiting";

/// In the table of single values: behind the copy that was written last in place of another.
constexpr auto kEndOfCopies = "end_of_copies";

/// A tag is the beginning of a uid, at least this much of it.
constexpr std::size_t kShortestTag = 3;

SQLite::Exception missing_row() {
    return {"a mail that is named is not there", 11 /* SQLITE_CORRUPT */};
}

}  // namespace

Arrival MailTable::insert(const IncomingMail& mail, MailFile& file) {
    static const auto kSql =
        fmt::format("INSERT INTO mail ({}, hash) VALUES ({}, ?) ON CONFLICT (key, hash) DO NOTHING",
                    kMailColumns, kMailParameters);
    auto& q = db_.query(kSql.c_str());
    bind_mail(q, mail.mail);
    const auto hash = mail.mail.canonical();
    bind_blob(q, q.getBindParameterCount(), hash.view());
    const auto row = row_inserted_by(q);
    if (!row) return compare(mail, hash, file);
    add_names(mail.mail, *row);
    insert_body(*row, mail.detail.dump(), mail.text, file.append(mail.raw, end_of_bytes()));
    return {*row, true, true};
}

Arrival MailTable::compare(const IncomingMail& mail, const Hash& hash, MailFile& file) {
    auto& q = db_.query(
        "SELECT n, at, size, wiped FROM mail JOIN mail_body ON mail = n WHERE key = ? AND hash = ?");
    bind_blob(q, 1, mail.mail.key.view());
    bind_blob(q, 2, hash.view());
    if (!q.executeStep()) throw missing_row();
    Arrival out{q.getColumn(0).getInt64(), false, false};
    const MailFile::Place place{q.getColumn(1).getInt64(), q.getColumn(2).getInt64()};
    const bool wiped = q.getColumn(3).getInt() != 0;
    q.reset();
    const auto size = static_cast<std::int64_t>(mail.raw.size());
    if (wiped || file.pretends() || size > place.size) return out;
    if (size == place.size && mail.raw >= file.read(place)) return out;
    replace(out.row, mail, file);
    out.changed = true;
    return out;
}

/// The former copy's bytes stay where they are, for until the commit they are the mail. What only its detail
/// has is not from the mail itself, and stays true of both.
void MailTable::replace(std::int64_t row, const IncomingMail& mail, MailFile& file) {
    static const auto kSql =
        fmt::format("UPDATE mail SET ({}) = ({}) WHERE n = ?", kMailColumns, kMailParameters);
    auto& q = db_.query(kSql.c_str());
    bind_mail(q, mail.mail);
    q.bind(q.getBindParameterCount(), row);
    q.exec();
    // By its former names it may be on a ticket that has to be folded again.
    add_names(mail.mail, row);
    auto detail = mail.detail;
    const auto former = content(row).detail;
    for (const auto& [name, value] : former.members())
        if (!detail.has(name)) detail.set(name, value);
    const auto place = file.append(mail.raw, end_of_bytes());
    auto& body = db_.query(
        "UPDATE mail_body SET former = former || at || ' ' || size || ' ', at = ?, size = ?, detail = ?,"
        " text = ? WHERE mail = ?");
    body.bind(1, place.at);
    body.bind(2, place.size);
    body.bind(3, detail.dump());
    body.bind(4, mail.text);
    body.bind(5, row);
    body.exec();
    auto& end = db_.query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
    end.bind(1, kEndOfCopies);
    end.bind(2, std::to_string(place.at + place.size));
    end.exec();
}

std::optional<std::int64_t> MailTable::insert_unreadable(std::string_view raw, const UnreadableMail& mail,
                                                         MailFile& file) {
    // Of some there is nothing but where they lie.
    const auto what = raw.empty() ? std::string_view(mail.origin) : raw;
    const MailKey key{blake2b<16>("dsupport-unreadable", what)};
    const Hash hash{blake2b<32>("dsupport-unreadable", what)};
    auto& q = db_.query("INSERT INTO mail (key, hash) VALUES (?, ?) ON CONFLICT (key, hash) DO NOTHING");
    bind_blob(q, 1, key.view());
    bind_blob(q, 2, hash.view());
    const auto row = row_inserted_by(q);
    if (!row) return row;
    add_name(kUnreadable, *row);
    insert_body(
        *row, Json::object({{"origin", mail.origin}, {"reason", mail.reason}, {"whole", mail.whole}}).dump(),
        "", file.append(raw, end_of_bytes()));
    return row;
}

std::optional<std::int64_t> MailTable::row_inserted_by(SQLite::Statement& q) {
    return q.exec() == 0 ? std::nullopt : std::optional(db_.last_row());
}

void MailTable::insert_body(std::int64_t row, const std::string& detail, const std::string& text,
                            const MailFile::Place& place) {
    auto& q = db_.query("INSERT INTO mail_body (mail, at, size, detail, text) VALUES (?, ?, ?, ?, ?)");
    q.bind(1, row);
    q.bind(2, place.at);
    q.bind(3, place.size);
    q.bind(4, detail);
    q.bind(5, text);
    q.exec();
}

/// A later row was written with later bytes, and so was each copy that took another's place.
std::int64_t MailTable::end_of_bytes() {
    auto& q = db_.query(
        "SELECT max(ifnull((SELECT at + size FROM mail_body ORDER BY mail DESC LIMIT 1), 0),"
        " ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?), 0))");
    q.bind(1, kEndOfCopies);
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

MailFile::Place MailTable::place_of(std::int64_t row) {
    auto& q = db_.query("SELECT at, size FROM mail_body WHERE mail = ?");
    q.bind(1, row);
    if (!q.executeStep()) throw missing_row();
    return {q.getColumn(0).getInt64(), q.getColumn(1).getInt64()};
}

std::vector<MailFile::Place> MailTable::former_places(std::int64_t row) {
    auto& q = db_.query("SELECT former FROM mail_body WHERE mail = ?");
    q.bind(1, row);
    if (!q.executeStep()) throw missing_row();
    std::istringstream numbers(q.getColumn(0).getString());
    std::vector<MailFile::Place> out;
    for (MailFile::Place place; numbers >> place.at >> place.size;) out.push_back(place);
    return out;
}

void MailTable::add_names(const Mail& mail, std::int64_t row) {
    for (const auto& name : mail_names(mail)) add_name(name, row);
}

void MailTable::add_name(std::string_view name, std::int64_t row) {
    auto& q = db_.query("INSERT OR IGNORE INTO mail_name (name, mail) VALUES (?, ?)");
    bind_blob(q, 1, name);
    q.bind(2, row);
    q.exec();
}

void MailTable::drop_name(std::string_view name, std::int64_t row) {
    auto& q = db_.query("DELETE FROM mail_name WHERE name = ? AND mail = ?");
    bind_blob(q, 1, name);
    q.bind(2, row);
    q.exec();
}

std::vector<UnreadableMail> MailTable::unreadable() {
    std::vector<UnreadableMail> out;
    for (const auto row : named(kUnreadable)) {
        auto& q = db_.query("SELECT detail, size FROM mail_body WHERE mail = ?");
        q.bind(1, row);
        if (!q.executeStep()) throw missing_row();
        const auto detail = Json::parse(q.getColumn(0).getString()).value_or(Json());
        out.push_back({row, detail["origin"].string(), detail["reason"].string(), q.getColumn(1).getInt64(),
                       detail["whole"].boolean()});
    }
    return out;
}

void MailTable::forget_unreadable(std::int64_t row) {
    drop_name(kUnreadable, row);
    for (const auto* sql : {"DELETE FROM mail_body WHERE mail = ?", "DELETE FROM mail WHERE n = ?"}) {
        auto& q = db_.query(sql);
        q.bind(1, row);
        q.exec();
    }
}

void MailTable::drop_content(std::int64_t row, MailFile& file) {
    file.wipe(place_of(row));
    for (const auto& place : former_places(row)) file.wipe(place);
    auto& q = db_.query("UPDATE mail_body SET detail = '{}', text = '', wiped = 1 WHERE mail = ?");
    q.bind(1, row);
    q.exec();
}

std::vector<std::int64_t> MailTable::named(std::string_view name) {
    std::vector<std::int64_t> out;
    auto& q = db_.query("SELECT mail FROM mail_name WHERE name = ?");
    bind_blob(q, 1, name);
    while (q.executeStep()) out.push_back(q.getColumn(0).getInt64());
    return out;
}

std::vector<std::int64_t> MailTable::tagged(const TicketId& ticket) {
    std::vector<std::int64_t> out;
    auto& q = db_.query("SELECT name, mail FROM mail_name WHERE name BETWEEN ? AND ?");
    bind_blob(q, 1, tag_name(std::string_view(ticket.value).substr(0, kShortestTag)));
    bind_blob(q, 2, tag_name(ticket.value));
    while (q.executeStep())
        if (tag_name(ticket.value).starts_with(blob_text(q, 0))) out.push_back(q.getColumn(1).getInt64());
    return out;
}

std::vector<TicketId> MailTable::tickets_beginning_with(const std::string& prefix) {
    std::vector<TicketId> out;
    auto& q = db_.query("SELECT DISTINCT name FROM mail_name WHERE name BETWEEN ? AND ?");
    bind_blob(q, 1, prefix);
    bind_blob(q, 2, prefix + "~");
    while (q.executeStep())
        if (auto ticket = TicketId::parse(blob_text(q, 0))) out.push_back(std::move(*ticket));
    return out;
}

std::optional<std::int64_t> MailTable::row_after(std::int64_t row) {
    auto& q = db_.query("SELECT n FROM mail WHERE n > ? AND id IS NOT NULL ORDER BY n LIMIT 1");
    q.bind(1, row);
    if (!q.executeStep()) return std::nullopt;
    return q.getColumn(0).getInt64();
}

Mail MailTable::at_row(std::int64_t row) {
    static const auto kSql = fmt::format("SELECT {} FROM mail WHERE n = ?", kMailColumns);
    auto& q = db_.query(kSql.c_str());
    q.bind(1, row);
    if (!q.executeStep()) throw missing_row();
    return read_mail(q);
}

MailKey MailTable::key_of(std::int64_t row) {
    auto& q = db_.query("SELECT key FROM mail WHERE n = ?");
    q.bind(1, row);
    if (!q.executeStep()) throw missing_row();
    return blob_id<MailKey>(q, 0);
}

bool MailTable::has(const MailKey& key) {
    auto& q = db_.query("SELECT 1 FROM mail WHERE key = ? LIMIT 1");
    bind_blob(q, 1, key.view());
    return q.executeStep();
}

std::vector<std::int64_t> MailTable::variants(const MailRef& mail) {
    std::vector<std::int64_t> out;
    auto& q = db_.query("SELECT n, hash FROM mail WHERE key = ? ORDER BY hash");
    bind_blob(q, 1, mail.key.view());
    while (q.executeStep())
        if (!mail.variant || *mail.variant == blob_id<Hash>(q, 1)) out.push_back(q.getColumn(0).getInt64());
    return out;
}

std::vector<std::int64_t> MailTable::carrying(const EventId& event) {
    std::vector<std::int64_t> out;
    auto& q = db_.query("SELECT n FROM mail WHERE bundle_text = text_hash AND instr(carried, ?) > 0");
    bind_blob(q, 1, event.view());
    while (q.executeStep()) out.push_back(q.getColumn(0).getInt64());
    return out;
}

std::optional<std::int64_t> MailTable::find(const MailRef& mail) {
    const auto rows = variants(mail);
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

MailContent MailTable::content(std::int64_t row) {
    auto& q = db_.query("SELECT detail, text FROM mail_body WHERE mail = ?");
    q.bind(1, row);
    if (!q.executeStep()) throw missing_row();
    return {row, Json::parse(q.getColumn(0).getString()).value_or(Json()), q.getColumn(1).getString()};
}

std::string MailTable::raw(std::int64_t row, MailFile& file) {
    auto& q = db_.query("SELECT 1 FROM mail_body WHERE mail = ? AND wiped = 1");
    q.bind(1, row);
    return q.executeStep() ? std::string() : file.read(place_of(row));
}

void MailTable::each_raw(MailFile& file, const std::function<void(const Mail&, std::string_view)>& f) {
    SQLite::Statement q(db_.handle(),
                        "SELECT n FROM mail JOIN mail_body ON mail = n WHERE id IS NOT NULL AND wiped = 0"
                        " ORDER BY key, hash");
    while (q.executeStep()) {
        const auto row = q.getColumn(0).getInt64();
        f(at_row(row), raw(row, file));
    }
}

TicketId MailTable::ticket_of(std::int64_t row) {
    auto& q = db_.query("SELECT ticket FROM mail WHERE n = ?");
    q.bind(1, row);
    return q.executeStep() ? TicketId{q.getColumn(0).getString()} : TicketId{};
}

void MailTable::put_on(std::int64_t row, const TicketId& ticket) {
    auto& q = db_.query("UPDATE mail SET ticket = ?1 WHERE n = ?2 AND ticket <> ?1");
    q.bind(1, ticket.value);
    q.bind(2, row);
    q.exec();
}

std::int64_t MailTable::count() {
    auto& q = db_.query("SELECT count(*) FROM mail");
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

void MailTable::mark_waiting(std::int64_t row, bool is_waiting) {
    if (is_waiting)
        add_name(kWaiting, row);
    else
        drop_name(kWaiting, row);
}

std::vector<std::int64_t> MailTable::waiting() {
    return named(kWaiting);
}

}  // namespace dsupport
