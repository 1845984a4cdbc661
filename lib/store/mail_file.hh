// The mails as they came, one behind the other in a file beside the database: their bytes are read far less
// than anything else, and in the database every one of them would be written twice. The rows say where a mail
// lies. Bytes that no row names are what an interrupted command left, and the next one writes over them.
//
// Failures are SQLite::Exceptions with the codes SQLite itself would have: to whoever writes, database and
// file are one thing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

class MailFile {
  public:
    /// Where in the file a mail lies, in bytes.
    struct Place {
        std::int64_t at = 0, size = 0;
    };

    explicit MailFile(std::string path) : path_(std::move(path)) {}
    ~MailFile();
    MailFile(const MailFile&) = delete;
    MailFile& operator=(const MailFile&) = delete;

    /// Writes a mail at `end`, behind all that any row names. Only while the database is locked for writing.
    Place append(std::string_view bytes, std::int64_t end);
    std::string read(const Place& place);
    /// Puts zeros in the place of a mail, once commit() is called.
    void wipe(const Place& place) { wiped_.push_back(place); }

    /// From here on nothing is written, until the end of the transaction.
    void pretend() { pretends_ = true; }
    /// So what was appended cannot be read.
    bool pretends() const { return pretends_; }
    /// All that was written is on the disk when this returns. To be called just before the rows are
    /// committed.
    void commit();
    /// The transaction is over, whatever became of it.
    void finish();

  private:
    std::string path_;
    int file_ = -1;
    bool writable_ = false, changed_ = false, pretends_ = false;
    std::vector<Place> wiped_;

    void open(bool to_write);
    void write(std::string_view bytes, std::int64_t at);
};

}  // namespace dsupport
