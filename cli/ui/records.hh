// The one printer for lists of records. A person at a terminal gets a table, a script gets TSV; both may ask
// for something else. Records are Json objects with every field of the contract (see needs_all()).
// The table is laid out here and not by a library: one that measures text by locale would need a second
// opinion on widths, cuts without an ellipsis, and costs each start of the program more than a whole TSV
// list.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/ui/fields.hh"
#include "cli/ui/streams.hh"
#include "cli/ui/terminal.hh"
#include "cli/ui/time.hh"

namespace dsupport {

enum class Format { automatic, table, tsv, json, jsonl };

/// `table`, `tsv`, `json` or `jsonl`.
std::optional<Format> parse_format(std::string_view text);

/// The shape of the output as the user asked for it.
struct OutputOptions {
    Format format = Format::automatic;
    std::vector<std::string> fields;             ///< `--fields`; empty for the usual ones
    std::optional<std::string> tmpl;             ///< `--template`
    bool header = false;                         ///< `--header`, for TSV; a table always has one
    std::optional<TimeStyle> time;               ///< `--time`
    TimeStyle table_time = TimeStyle::relative;  ///< ui.time of the configuration, for people only

    /// Whether the user asked for data (JSON, TSV, fields, a template), where a command otherwise shows
    /// prose.
    bool asks_for_data() const;
};

/// The world a printer prints into. The zone is only used for local times.
struct View {
    const Terminal& terminal;
    Instant now;
    const Zone& zone;
};

struct Column {
    std::string_view key;    ///< a field or path; also the name in the TSV header
    std::string_view title;  ///< in the table header
    bool flexible = false;   ///< gives way when the terminal is too narrow; one column of a table
    /// How a cell of this record looks, in a table; may be null.
    Tone (*tone)(const Json& record) = nullptr;
    /// Where a table is too wide, the column of the highest rank goes first; 0 stays.
    int rank = 0;
    /// A column may be cut down to so many columns before others go; 0 for not at all (12 if flexible).
    int least = 0;
    /// No column of a table while it is empty or false in all records.
    bool optional = false;
    /// What table and TSV say of a field of the record itself that is an object; null for its JSON.
    std::string (*words)(const Json& value) = nullptr;
};

/// What can be printed of one kind of record. Both lists outlive every printer made from them.
struct RecordKind {
    std::span<const Column> columns;           ///< what table and TSV show, in order
    std::span<const std::string_view> fields;  ///< all names that --fields and --template may use
};

class RecordPrinter {
  public:
    /// `usage` for an unknown field, a broken template, or options that exclude each other.
    static Result<RecordPrinter> make(const RecordKind& kind, const OutputOptions& options, const View& view);

    /// False when only the fields of the columns will be read, so that a caller need not build the others.
    bool needs_all() const { return needs_all_; }

    /// A list. JSON is an array: indented on a terminal, else one record a line; TSV is one record a line
    /// with tab, CR, LF and backslash as `\t \r \n \\`, null empty, lists joined by commas.
    void print(std::span<const Json> records, Output& output) const;

    /// One record that is not a list: JSON is the bare object.
    void print_one(const Json& record, Output& output) const;

  private:
    RecordPrinter(const OutputOptions& options, const View& view) : options_(options), view_(view) {}

    /// The record, or what --fields picked of it, each under the name it was asked by.
    Json picked(const Json& record) const;
    std::string compact(const Json& record) const;
    std::string table(std::span<const Json> records) const;
    std::string tsv_header() const;
    std::string tsv_line(const Json& record) const;
    std::string filled(const Json& record) const;
    std::string text(const FieldPath& field, const Json& record) const;
    void append_text(const FieldPath& field, const Json& record, std::string& out) const;

    struct Chosen {
        Column column;
        FieldPath field;
    };
    void append_cell(const Chosen& chosen, const Json& record, std::string& out) const;
    OutputOptions options_;
    View view_;
    Format format_ = Format::tsv;
    std::vector<Chosen> chosen_;
    std::optional<Template> template_;
    bool needs_all_ = false;
};

}  // namespace dsupport
