#include "cli/env.hh"

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {

Result<Store*> Env::store(Access access) {
    if (opened && (opened_for_writing || access == Access::read)) return opened.get();
    DS_TRY(opened, Store::open({paths.data_dir}, access));
    opened_for_writing = access == Access::write;
    return opened.get();
}

Result<Founder> Env::founder() const {
    Founder out;
    const auto& handle = config.text("me.handle");
    out.handle = {handle.empty() ? default_handle(variable) : handle};
    out.person.name = config.text("me.name");
    out.person.email = config.text("me.email");
    out.person.tz = config.text("me.tz");
    if (const auto& group = config.text("group.address"); !group.empty())
        out.group.addresses = {lower(group)};
    out.group.log_address = config.text("group.log_address");
    out.test_home = test_mode;
    return out;
}

std::string default_handle(const Variable& variable) {
    std::string out;
    for (const auto* name : {"LOGNAME", "USER"}) {
        for (char c : lower(variable(name)))
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') out += c;
        if (!out.empty()) return out;
    }
    return "me";
}

}  // namespace dsupport
