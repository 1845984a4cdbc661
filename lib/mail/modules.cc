#include "lib/mail/modules.hh"

#include <dlfcn.h>
#include <fmt/format.h>

namespace dsupport {
namespace {

template <class Factory>
Result<Factory> factory(const std::string& module_dir, const char* file, const char* symbol) {
    const std::string path = module_dir + "/" + file;
    void* address = nullptr;
    if (void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE))
        address = dlsym(module, symbol);
    if (!address) {
        const char* why = dlerror();
        return fail(ErrorKind::config, "cannot load " + path,
                    "the file is a part of dsupport; install dsupport again", why ? why : "");
    }
    return reinterpret_cast<Factory>(address);
}

/// What speaks to a server, from the module that has libcurl.
template <class Interface, class Factory, class Settings>
Result<std::unique_ptr<Interface>> from_settings(const std::string& module_dir, const char* symbol,
                                                 const Settings& settings) {
    DS_TRY(auto make, factory<Factory>(module_dir, "dsupport-net.so", symbol));
    Error error;
    std::unique_ptr<Interface> made(make(&settings, &error));
    if (!made) return tl::unexpected(std::move(error));
    return made;
}

/// What needs no settings.
template <class Interface, class Factory>
Result<std::unique_ptr<Interface>> plain(const std::string& module_dir, const char* file,
                                         const char* symbol) {
    DS_TRY(auto make, factory<Factory>(module_dir, file, symbol));
    std::unique_ptr<Interface> made(make());
    if (!made) return fail(ErrorKind::bug, fmt::format("{} does not start", file));
    return made;
}

}  // namespace

Result<std::unique_ptr<Composer>> load_composer(const std::string& module_dir) {
    return plain<Composer, ComposerFactory>(module_dir, "dsupport-mime.so", "dsupport_module_composer");
}

Result<std::unique_ptr<Parser>> load_parser(const std::string& module_dir) {
    return plain<Parser, ParserFactory>(module_dir, "dsupport-mime.so", "dsupport_module_parser");
}

Result<std::unique_ptr<CalendarWriter>> load_calendar_writer(const std::string& module_dir) {
    return plain<CalendarWriter, CalendarWriterFactory>(module_dir, "dsupport-ical.so",
                                                        "dsupport_module_calendar_writer");
}

Result<std::unique_ptr<Carrier>> load_smtp_carrier(const std::string& module_dir,
                                                   const SubmissionSettings& settings) {
    return from_settings<Carrier, SmtpCarrierFactory>(module_dir, "dsupport_module_smtp_carrier", settings);
}

Result<std::unique_ptr<Fetcher>> load_imap_fetcher(const std::string& module_dir,
                                                   const FetchSettings& settings) {
    return from_settings<Fetcher, ImapFetcherFactory>(module_dir, "dsupport_module_imap_fetcher", settings);
}

}  // namespace dsupport
