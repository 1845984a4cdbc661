#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "cli/commands.hh"
#include "cli/env.hh"
#include "cli/files.hh"
#include "lib/base/text.hh"
#include "lib/mail/mbox_writer.hh"
#include "lib/store/key_file.hh"
#include "lib/ticket/bundle.hh"
#include "lib/ticket/mail.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"FILE", "where to; - for standard output", Values::file},
}};

constexpr std::array<Option, 4> kOptions = {{
    {"no-mails", 0, "", "leave out the mails that came in"},
    {"yes", 'y', "", "replace the file if it is there"},
    {"quiet", 'q', "", "print nothing when it worked"},
    {"json", 0, "", "print the result as JSON"},
}};

/// Room for the header, which grows with the number of machines.
constexpr std::size_t kHeaderRoom = 16UL * 1024;

/// Cuts the log into bundles, one after the other, as mails would carry them.
class Exporter {
  public:
    Exporter(BundleHeader header, const SigningKey& key, const Write& write)
        : header_(std::move(header)), key_(key), write_(write) {}

    void add(const Event& event) {
        const auto size = bundle_size(event);
        if (!events_.empty() &&
            (events_.size() == kMaxBundleEvents || size_ + size > kMaxBundleBytes - kHeaderRoom))
            flush();
        size_ += size;
        events_.push_back(event);
        ++count_;
    }

    /// An empty log still gives one bundle, so that the file says whose it is.
    void finish() {
        if (!events_.empty() || bundles_ == 0) flush();
    }
    std::int64_t events() const { return count_; }
    std::int64_t bundles() const { return bundles_; }

  private:
    BundleHeader header_;
    const SigningKey& key_;
    const Write& write_;
    std::vector<Event> events_;
    std::size_t size_ = 0;
    std::int64_t count_ = 0, bundles_ = 0;

    void flush() {
        write_(armour(encode_bundle(header_, events_, key_)) + "\n");
        header_.digest.reset();
        events_.clear();
        size_ = 0;
        ++bundles_;
    }
};

Outcome check_target(const std::string& file, bool overwrite) {
    DS_CHECK(check_place(file, fmt::format("dsupport export {}/dsupport.events", file)));
    std::error_code error;
    if (!overwrite && std::filesystem::exists(file, error))
        return fail(ErrorKind::cannot_create, fmt::format("{} is there already", file), "-y replaces it");
    return {};
}

struct Counts {
    std::int64_t events = 0, bundles = 0, mails = 0;
};

Result<Counts> write_all(Env& env, Store& store, bool with_mails, const Write& write) {
    // A home without a key has written nothing; its empty export is signed with a key made for the occasion.
    DS_TRY(const auto key, load_or_make_key(StorePaths{env.paths.data_dir}.key(), true));
    BundleHeader header;
    header.from = key.id();
    header.text = text_hash("");
    DS_TRY(header.heads, store.heads());
    DS_TRY(header.need, store.holes());
    DS_TRY(header.digest, store.state_digest());
    Exporter exporter(std::move(header), key, write);
    DS_CHECK(store.each_event([&](const Event& event) { exporter.add(event); }));
    exporter.finish();
    Counts out{exporter.events(), exporter.bundles(), 0};
    if (!with_mails) return out;
    DS_CHECK(store.each_mail([&](const Mail& mail, std::string_view raw) {
        write(mbox_entry(raw, mail.date));
        ++out.mails;
    }));
    return out;
}

Outcome run(Env& env, const Args& args) {
    const auto file = args.argument("FILE");
    const bool to_stdout = file == "-", with_mails = !args.flag("no-mails");
    if (to_stdout && args.flag("json"))
        return fail(ErrorKind::usage, "standard output cannot take both the export and --json",
                    "name a file");
    if (!to_stdout) DS_CHECK(check_target(file, args.flag("yes")));
    DS_TRY(auto* store, env.store(Access::read));
    if (to_stdout) {
        DS_CHECK(write_all(env, *store, with_mails, [&](std::string_view piece) { env.output.out(piece); }));
        return {};
    }
    Counts counts;
    DS_CHECK(replace_file(file, [&](const Write& write) -> Outcome {
        DS_TRY(counts, write_all(env, *store, with_mails, write));
        return {};
    }));
    if (args.flag("json")) {
        env.output.out(Json::object({{"schema", 1},
                                     {"file", file},
                                     {"events", counts.events},
                                     {"bundles", counts.bundles},
                                     {"mails", counts.mails}})
                           .dump() +
                       "\n");
    } else if (!args.flag("quiet")) {
        env.output.out(fmt::format("{}: events: {}; mails: {}; this machine's key is not in it\n",
                                   printable(file), counts.events, counts.mails));
    }
    return {};
}

}  // namespace

const Command& command_export() {
    static const Command kCommand{
        "export",   "",       "This machine", "write the log and the mails into one file",
        kArguments, kOptions, kNothing,       run};
    return kCommand;
}

}  // namespace dsupport
