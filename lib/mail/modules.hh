// The private modules with the heavy libraries: loaded when first used, never unloaded. Each exports one
// factory; what it makes is destroyed through its virtual destructor, inside the module.
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.hh"
#include "lib/mail/calendar_writer.hh"
#include "lib/mail/carrier.hh"
#include "lib/mail/composer.hh"
#include "lib/mail/fetcher.hh"
#include "lib/mail/parser.hh"

namespace dsupport {

/// `module_dir` is lib/dsupport beside the program's bin. Fails with `config` when the module is missing or
/// cannot be loaded.
Result<std::unique_ptr<Composer>> load_composer(const std::string& module_dir);

/// From the same module as the composer.
Result<std::unique_ptr<Parser>> load_parser(const std::string& module_dir);

/// Does not connect yet. Fails with `config` also when the settings make no sense.
Result<std::unique_ptr<Carrier>> load_smtp_carrier(const std::string& module_dir,
                                                   const SubmissionSettings& settings);

/// From the same module as the SMTP carrier, and alike: does not connect yet, and fails with `config` when
/// the settings make no sense.
Result<std::unique_ptr<Fetcher>> load_imap_fetcher(const std::string& module_dir,
                                                   const FetchSettings& settings);

Result<std::unique_ptr<CalendarWriter>> load_calendar_writer(const std::string& module_dir);

// The factories as the modules export them: no exception leaves them; null means failure, then with `error`.
extern "C" {
using ComposerFactory = Composer* (*)();
using ParserFactory = Parser* (*)();
using CalendarWriterFactory = CalendarWriter* (*)();
using SmtpCarrierFactory = Carrier* (*)(const SubmissionSettings* settings, Error* error);
using ImapFetcherFactory = Fetcher* (*)(const FetchSettings* settings, Error* error);
}

}  // namespace dsupport
