#include "lib/store/mail_row.hh"

#include <array>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

// Lists of ids are lines, for no id has a line end in it; lists of hashes are their bytes in a row.

std::string as_lines(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& item : list) out += (out.empty() ? "" : "\n") + item;
    return out;
}

std::vector<std::string> from_lines(std::string_view text) {
    std::vector<std::string> out;
    if (text.empty()) return out;
    for (const auto line : split(text, '\n')) out.emplace_back(line);
    return out;
}

template <class Id>
std::string as_row(const std::vector<Id>& list) {
    std::string out;
    for (const auto& id : list) out += as_text(id.bytes);
    return out;
}

template <class Id>
std::vector<Id> from_row(std::string_view bytes) {
    std::vector<Id> out;
    for (; bytes.size() >= Id::kSize; bytes.remove_prefix(Id::kSize))
        out.push_back(*Id::from_bytes(as_bytes(bytes.substr(0, Id::kSize))));
    return out;
}

/// The columns of a row, or the parameters of a statement, one behind the other.
class Binder {
  public:
    explicit Binder(SQLite::Statement& q) : q_(q) {}
    void text(const std::string& value) { q_.bind(next_++, value); }
    void number(std::int64_t value) { q_.bind(next_++, value); }
    void blob(std::string_view value) { bind_blob(q_, next_++, value); }
    template <class Id>
    void optional(const std::optional<Id>& id) {
        if (id)
            blob(as_text(id->bytes));
        else
            q_.bind(next_++);
    }

  private:
    SQLite::Statement& q_;
    int next_ = 1;
};

class Reader {
  public:
    explicit Reader(SQLite::Statement& q) : q_(q) {}
    std::string text() { return q_.getColumn(next_++).getString(); }
    std::int64_t number() { return q_.getColumn(next_++).getInt64(); }
    std::string blob() { return blob_text(q_, next_++); }
    template <class Id>
    Id id() {
        return blob_id<Id>(q_, next_++);
    }
    template <class Id>
    std::optional<Id> optional() {
        const auto column = next_++;
        return q_.getColumn(column).isNull() ? std::nullopt : std::optional(blob_id<Id>(q_, column));
    }

  private:
    SQLite::Statement& q_;
    int next_ = 0;
};

Verdict read_verdict(std::string_view name) {
    for (const auto verdict : {Verdict::generated, Verdict::machine, Verdict::bulk, Verdict::bounce})
        if (name == verdict_name(verdict)) return verdict;
    return Verdict::human;
}

}  // namespace

void bind_mail(SQLite::Statement& q, const Mail& m) {
    Binder to(q);
    to.blob(as_text(m.key.bytes));
    to.text(m.message_id);
    to.text(m.author);
    to.text(m.author_name);
    to.text(m.reply_address);
    to.number(m.date.ms);
    to.text(m.subject);
    to.text(m.base_subject);
    to.text(m.subject_tag);
    to.text(as_lines(m.references));
    to.text(as_lines(m.in_reply_to));
    to.blob(as_text(m.text.bytes));
    to.optional(m.armour);
    to.blob(as_row(m.attachments));
    to.text(std::string(verdict_name(m.verdict)));
    to.number(m.to_many ? 1 : 0);
    to.text(as_lines(m.other_ids));
    to.optional(m.bundle_from);
    to.optional(m.bundle_text);
    to.blob(as_row(m.carried));
    to.optional(m.letter);
}

Mail read_mail(SQLite::Statement& q) {
    Reader from(q);
    Mail m;
    m.key = from.id<MailKey>();
    m.message_id = from.text();
    m.author = from.text();
    m.author_name = from.text();
    m.reply_address = from.text();
    m.date = {from.number()};
    m.subject = from.text();
    m.base_subject = from.text();
    m.subject_tag = from.text();
    m.references = from_lines(from.text());
    m.in_reply_to = from_lines(from.text());
    m.text = from.id<Hash>();
    m.armour = from.optional<Hash>();
    m.attachments = from_row<Hash>(from.blob());
    m.verdict = read_verdict(from.text());
    m.to_many = from.number() != 0;
    m.other_ids = from_lines(from.text());
    m.bundle_from = from.optional<ReplicaKey>();
    m.bundle_text = from.optional<Hash>();
    m.carried = from_row<EventId>(from.blob());
    m.letter = from.optional<MailKey>();
    return m;
}

}  // namespace dsupport
