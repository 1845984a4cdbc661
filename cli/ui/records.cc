#include "cli/ui/records.hh"

#include <algorithm>

#include "cli/ui/width.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr int kGap = 2;  // columns between two cells
constexpr int kLeastFlexible = 12;
constexpr int kComfortable = 40;

/// One line for a terminal: white space of any kind is a space, the rest is printable().
std::string one_line(std::string text) {
    if (std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; })) return text;
    for (char& c : text)
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    return printable(text);
}

/// What stands behind the backslash for this character of TSV; 0 when it stands for itself.
char escape_of(char c) {
    switch (c) {
        case '\t':
            return 't';
        case '\r':
            return 'r';
        case '\n':
            return 'n';
        case '\\':
            return '\\';
        default:
            return 0;
    }
}

/// Escapes what stands in the line from this place on.
void escape_from(std::size_t from, std::string& line) {
    const auto is_plain = [](char c) { return c < ' ' ? escape_of(c) == 0 : c != '\\'; };
    auto at =
        std::ranges::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(from), line.end(), is_plain);
    if (at == line.end()) return;
    const std::string rest(at, line.end());
    line.erase(at, line.end());
    for (const char c : rest) {
        if (is_plain(c))
            line += c;
        else
            line += {'\\', escape_of(c)};
    }
}

/// JSON for a terminal: what printable() would hide becomes a \u escape, which means the same.
std::string terminal_json(std::string_view json) {
    std::string out;
    while (!json.empty()) {
        std::size_t size = 1;
        while (size < json.size() && (static_cast<unsigned char>(json[size]) & 0xC0U) == 0x80U) ++size;
        const auto point = json.substr(0, size);
        json.remove_prefix(size);
        if (point == "\n" || point == printable(point)) {
            out += point;
            continue;
        }
        // Everything that printable() hides is below U+10000, so in at most three bytes.
        static constexpr std::string_view kHex = "0123456789abcdef";
        unsigned value = static_cast<unsigned char>(point[0]);
        if (size == 2) value &= 0x1FU;
        if (size == 3) value &= 0x0FU;
        for (const char c : point.substr(1)) value = value << 6U | (static_cast<unsigned char>(c) & 0x3FU);
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += kHex[value >> shift & 0xFU];
    }
    return out;
}

int total_width(std::span<const int> widths) {
    int total = -kGap;
    for (const int width : widths)
        if (width > 0) total += width + kGap;
    return total;
}

/// Makes a line fit: what may be shorter is cut, then columns go by rank, and what that frees goes back to
/// those that were cut. A width of 0 means that the column is not shown.
void fit_columns(std::span<const Column> columns, int limit, std::vector<int>& widths) {
    if (total_width(widths) <= limit) return;
    const auto wanted = widths;
    auto flexible =
        static_cast<std::size_t>(std::ranges::find_if(columns, &Column::flexible) - columns.begin());
    if (flexible == columns.size()) --flexible;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const int floor = columns[i].least > 0 ? columns[i].least
                          : i == flexible      ? kLeastFlexible
                                               : wanted[i];
        widths[i] = std::min(wanted[i], floor);
    }
    while (total_width(widths) > limit) {
        std::size_t gone = 0;
        for (std::size_t i = 1; i < widths.size(); ++i)
            if (widths[gone] == 0 || (widths[i] > 0 && columns[i].rank > columns[gone].rank)) gone = i;
        if (widths[gone] == 0 || columns[gone].rank == 0) break;
        widths[gone] = 0;
    }
    const auto grow = [&](std::size_t i, int most) {
        const int room = limit - total_width(widths), missing = std::min(wanted[i], most) - widths[i];
        if (widths[i] > 0) widths[i] += std::max(std::min(room, missing), 0);
    };
    // The flexible column is the one that is read, so it comes first, but not for more than a glance takes
    // in.
    grow(flexible, kComfortable);
    for (std::size_t i = 0; i < widths.size(); ++i)
        if (i != flexible) grow(i, wanted[i]);
    grow(flexible, wanted[flexible]);
}

}  // namespace

std::optional<Format> parse_format(std::string_view text) {
    if (text == "table") return Format::table;
    if (text == "tsv") return Format::tsv;
    if (text == "json") return Format::json;
    if (text == "jsonl") return Format::jsonl;
    return std::nullopt;
}

bool OutputOptions::asks_for_data() const {
    return !fields.empty() || tmpl || (format != Format::automatic && format != Format::table);
}

Result<RecordPrinter> RecordPrinter::make(const RecordKind& kind, const OutputOptions& options,
                                          const View& view) {
    RecordPrinter printer(options, view);
    const bool is_json = options.format == Format::json || options.format == Format::jsonl;
    printer.format_ = options.format;
    if (options.format == Format::automatic)
        printer.format_ = view.terminal.stdout_tty ? Format::table : Format::tsv;
    if (options.tmpl) {
        if (!options.fields.empty() || options.format != Format::automatic)
            return fail(ErrorKind::usage, "--template excludes --fields, --format and --json",
                        "the template names the fields: '{code} {subject}'");
        DS_TRY(printer.template_, Template::parse(*options.tmpl, kind.fields));
    }
    for (const auto& name : options.fields) {
        DS_TRY(auto field, find_field(name, kind.fields));
        const auto known = *std::ranges::find(kind.fields, std::string_view(name));
        const auto usual = std::ranges::find(kind.columns, known, &Column::key);
        Column column = usual == kind.columns.end() ? Column{known, known} : *usual;
        // Who names a column wants to see it.
        column.rank = 0;
        column.optional = false;
        printer.chosen_.push_back({column, std::move(field)});
    }
    if (printer.chosen_.empty() && !is_json)
        for (const auto& column : kind.columns)
            printer.chosen_.push_back({column, FieldPath(std::string(column.key))});
    printer.needs_all_ = is_json || options.tmpl || !options.fields.empty();
    return printer;
}

void RecordPrinter::print(std::span<const Json> records, Output& output) const {
    if (template_) {
        for (const auto& record : records) output.out(filled(record));
    } else if (format_ == Format::table) {
        output.out(table(records));
    } else if (format_ == Format::tsv) {
        if (options_.header) output.out(tsv_header());
        for (const auto& record : records) output.out(tsv_line(record));
    } else if (format_ == Format::jsonl) {
        for (const auto& record : records) output.out(compact(record) + "\n");
    } else if (view_.terminal.stdout_tty) {
        Json all = Json::array();
        for (const auto& record : records) all.push(picked(record));
        output.out(terminal_json(all.dump_pretty()) + "\n");
    } else {
        std::string_view before = "[\n";
        for (const auto& record : records)
            output.out(std::string(std::exchange(before, ",\n")) + compact(record));
        output.out(records.empty() ? "[]\n" : "\n]\n");
    }
}

void RecordPrinter::print_one(const Json& record, Output& output) const {
    if (template_ || format_ != Format::json)
        print({&record, 1}, output);
    else if (view_.terminal.stdout_tty)
        output.out(terminal_json(picked(record).dump_pretty()) + "\n");
    else
        output.out(compact(record) + "\n");
}

Json RecordPrinter::picked(const Json& record) const {
    if (options_.fields.empty()) return record;
    Json out = Json::object();
    for (const auto& chosen : chosen_) out.set(chosen.field.name(), chosen.field.value(record));
    return out;
}

std::string RecordPrinter::compact(const Json& record) const {
    auto line = options_.fields.empty() ? record.dump() : picked(record).dump();
    return view_.terminal.stdout_tty ? terminal_json(line) : line;
}

std::string RecordPrinter::tsv_header() const {
    std::string line;
    for (const auto& chosen : chosen_) line.append(line.empty() ? "" : "\t").append(chosen.field.name());
    return line += '\n';
}

std::string RecordPrinter::tsv_line(const Json& record) const {
    std::string line;
    line.reserve(200);
    for (bool first = true; const auto& chosen : chosen_) {
        if (!std::exchange(first, false)) line += '\t';
        const auto from = line.size();
        append_cell(chosen, record, line);
        escape_from(from, line);
    }
    // A script gets every byte; a terminal only what cannot command it.
    if (view_.terminal.stdout_tty) line = printable(line);
    return line += '\n';
}

std::string RecordPrinter::filled(const Json& record) const {
    std::string line;
    for (const auto& piece : template_->pieces())
        line += piece.field ? one_line(text(*piece.field, record)) : piece.text;
    return line += '\n';
}

void RecordPrinter::append_text(const FieldPath& field, const Json& record, std::string& out) const {
    const bool for_people = format_ == Format::table && !template_;
    const auto style = options_.time.value_or(for_people ? options_.table_time : TimeStyle::iso);
    if (style == TimeStyle::iso || !field.is_time()) {
        field.append_text(record, out);
        return;
    }
    const auto text = field.text(record);
    const auto t = parse_rfc3339(text);
    out += t ? format_time(style, *t, view_.now, view_.zone) : text;
}

void RecordPrinter::append_cell(const Chosen& chosen, const Json& record, std::string& out) const {
    const auto& column = chosen.column;
    if (column.words != nullptr && record[column.key].is_object())
        out += column.words(record[column.key]);
    else
        append_text(chosen.field, record, out);
}

std::string RecordPrinter::text(const FieldPath& field, const Json& record) const {
    std::string out;
    append_text(field, record, out);
    return out;
}

std::string RecordPrinter::table(std::span<const Json> records) const {
    if (records.empty()) return {};
    std::vector<std::vector<std::string>> rows(1);
    for (const auto& chosen : chosen_) rows[0].emplace_back(chosen.column.title);
    for (const auto& record : records) {
        auto& row = rows.emplace_back();
        for (const auto& chosen : chosen_) {
            std::string cell;
            append_cell(chosen, record, cell);
            row.push_back(one_line(std::move(cell)));
        }
    }
    std::vector<int> widths(chosen_.size());
    std::vector<Column> columns;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
        const auto& column = columns.emplace_back(chosen_[i].column);
        const auto says_nothing = [&](const Json& record) {
            const auto value = chosen_[i].field.text(record);
            return value.empty() || value == "false";
        };
        if (column.optional && std::ranges::all_of(records, says_nothing)) continue;
        for (const auto& row : rows) widths[i] = std::max(widths[i], display_width(row[i]));
    }
    const int limit = view_.terminal.line_width();
    if (limit > 0) fit_columns(columns, limit, widths);
    const auto tone_at = [&](std::size_t row, std::size_t column) {
        if (row == 0) return Tone::heading;
        const auto tone_of = chosen_[column].column.tone;
        return tone_of == nullptr ? Tone::plain : tone_of(records[row - 1]);
    };
    std::string out;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        int left = limit > 0 ? limit : INT32_MAX;
        std::string line;
        int owed = 0;  // spaces that wait until something follows them: no line ends in spaces
        for (std::size_t i = 0; i < chosen_.size() && left > 0; ++i) {
            if (widths[i] == 0) continue;
            const auto shown = cut(rows[r][i], std::min(widths[i], left), view_.terminal.utf8);
            if (!shown.empty()) {
                for (; owed > 0; --owed) line += ' ';
                line += view_.terminal.paint(tone_at(r, i), shown);
            }
            owed += widths[i] - display_width(shown) + kGap;
            left -= widths[i] + kGap;
        }
        out += line + "\n";
    }
    return out;
}

}  // namespace dsupport
