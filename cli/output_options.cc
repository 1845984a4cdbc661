#include "cli/output_options.hh"

#include <fmt/format.h>

namespace dsupport {

Result<OutputOptions> output_options(const Env& env, const Args& args) {
    OutputOptions out;
    if (const auto typed = args.text("format")) {
        const auto format = parse_format(*typed);
        if (!format)
            return fail(ErrorKind::usage, fmt::format("no format '{}'", *typed), "table, tsv, json or jsonl");
        out.format = *format;
    }
    if (args.flag("json")) out.format = Format::json;
    out.fields = args.list("fields");
    out.tmpl = args.text("template");
    out.header = args.flag("header");
    if (const auto typed = args.text("time")) {
        out.time = parse_time_style(*typed);
        if (!out.time)
            return fail(ErrorKind::usage, fmt::format("no time style '{}'", *typed),
                        "relative, local or iso");
    }
    out.table_time = parse_time_style(env.config.text("ui.time")).value_or(TimeStyle::relative);
    return out;
}

Result<PersonId> find_person_or_me(const Env& env, Store& store, const std::string& typed) {
    if (typed != "me") return find_person(store.team().team, typed, Among::everyone);
    if (const auto key = store.me())
        if (auto person = store.team().authority->person(*key); !person.empty()) return person;
    DS_TRY(const auto founder, env.founder());
    return founder.handle;
}

}  // namespace dsupport
