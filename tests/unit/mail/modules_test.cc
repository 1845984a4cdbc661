#include "lib/mail/modules.hh"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "lib/base/text.hh"
#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;

namespace {

/// The build tree has the shape of the installed one.
std::string module_dir() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib" / "dsupport";
}

OutgoingMail example() {
    OutgoingMail mail;
    mail.from = {"Ann", "ann@example.org"};
    mail.to = {{"", "support@example.org"}};
    mail.subject = "Portal down";
    mail.date = {1795510800000};
    mail.message_id = "ds1.X@example.org";
    mail.text = "Hello\n";
    return mail;
}

}  // namespace

TEST_CASE("a module that is missing is named, with what to do") {
    const test::TempDir dir;
    const auto composer = load_composer(dir.path().string());
    REQUIRE_FALSE(composer);
    CHECK(composer.error().kind == ErrorKind::config);
    CHECK(composer.error().message == "cannot load " + (dir / "dsupport-mime.so").string());
    CHECK_FALSE(composer.error().hint.empty());
    CHECK_FALSE(composer.error().cause.empty());
    CHECK_FALSE(load_smtp_carrier(dir.path().string(), {}));
    CHECK_FALSE(load_imap_fetcher(dir.path().string(), {}));
}

TEST_CASE("a module that is something else is not used") {
    const test::TempDir dir;
    dir.write("dsupport-mime.so", "not a shared object");
    const auto composer = load_composer(dir.path().string());
    REQUIRE_FALSE(composer);
    CHECK(composer.error().kind == ErrorKind::config);
}

TEST_CASE("settings that make no sense are refused without a connection and without the secret") {
    SubmissionSettings settings;
    settings.url = "smtps://ann:hunter22@mail.example.org";
    const auto carrier = load_smtp_carrier(module_dir(), settings);
    REQUIRE_FALSE(carrier);
    CHECK(carrier.error().kind == ErrorKind::config);
    CHECK((carrier.error().message + carrier.error().hint + carrier.error().cause).find("hunter22") ==
          std::string::npos);
}

TEST_CASE("a fetcher is for an IMAP server alone") {
    const auto why = [](const std::string& url) {
        FetchSettings settings;
        settings.url = url;
        const auto fetcher = load_imap_fetcher(module_dir(), settings);
        if (fetcher) return std::string();
        CHECK(fetcher.error().kind == ErrorKind::config);
        CHECK(fetcher.error().hint == "write imaps://HOST:PORT, or imap://HOST:PORT for STARTTLS");
        return fetcher.error().message;
    };
    CHECK(why("imaps://mail.example.org").empty());
    CHECK(why("imap://mail.example.org:143/").empty());
    CHECK(why("smtps://mail.example.org") == "the mail server's URL must begin with imaps:// or imap://");
    CHECK(why("imaps://ann@mail.example.org") ==
          "the mail server's URL must not contain a user or a password");
    CHECK(why("imaps://mail.example.org/INBOX") ==
          "the mail server's URL must end after the host and the port");
    CHECK(why("mail server") == "the address of the mail server is not a URL");
}

TEST_CASE("the composer gives the same bytes for the same mail") {
    auto composer = load_composer(module_dir());
    REQUIRE(composer);
    auto mail = example();
    mail.attachments.push_back({"a.bin", "application/octet-stream", std::string("\0\xff", 2)});
    const auto first = (*composer)->compose(mail);
    REQUIRE(first);
    CHECK(*first == (*load_composer(module_dir()))->compose(mail));
    CHECK(first->find("\r\n\r\nHello\r\n") != std::string::npos);
    CHECK(first->starts_with("Date: Tue, 24 Nov 2026 09:00:00 +0000\r\n"));
    for (const auto line : split(*first, '\n')) CHECK((line.empty() || line.ends_with('\r')));
    mail.message_id = "ds1.Y@example.org";
    CHECK(*first != (*composer)->compose(mail));
}

TEST_CASE("the composer refuses what would write headers of its own") {
    auto composer = load_composer(module_dir());
    REQUIRE(composer);
    auto mail = example();
    mail.subject = "a\r\nBcc: evil@client.org";
    auto refused = (*composer)->compose(mail);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::bad_data);
    mail = example();
    mail.to.push_back({"Eve", "eve@client.org>, <x@y.org"});
    refused = (*composer)->compose(mail);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "not a mail address: eve@client.org>, <x@y.org");
    mail = example();
    mail.text = "caf\xe9";
    CHECK_FALSE((*composer)->compose(mail));
}

TEST_CASE("an address in other letters has its ASCII form on the wire") {
    const auto composer = load_composer(module_dir());
    REQUIRE(composer);
    const auto wire = [&](const std::string& address) { return (*composer)->wire_address(address); };
    // As Python's idna codec has it.
    CHECK(wire("kim@m\u00fcller.example") == "kim@xn--mller-kva.example");
    CHECK(wire("Kim@Client.example") == "Kim@Client.example");
    CHECK(wire("nobody") == "nobody");
    CHECK(wire("").empty());
}
