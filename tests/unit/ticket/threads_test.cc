#include "lib/ticket/threads.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "lib/base/text.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::mail;

Mail reply_to(const std::string& name, std::vector<std::string> in_reply_to) {
    auto out = mail(name);
    for (const auto& id : in_reply_to) out.in_reply_to.push_back(id + "@client");
    return out;
}

/// `name<parent` of each mail in the order of their names, `name` alone for a topmost one.
std::string shape(std::vector<Mail> mails, const std::vector<std::string>& also_known = {}) {
    std::ranges::sort(mails, {}, &Mail::message_id);
    std::string out;
    std::vector<MailKey> keys;
    std::map<MailKey, std::string> names;
    const auto name = [](const std::string& id) { return id.substr(0, id.find('@')); };
    for (const auto& m : mails) names[m.key] = name(m.message_id);
    for (const auto& known : also_known) {
        keys.push_back(mail_key(known + "@client"));
        names[keys.back()] = known;
    }
    const Threads threads(mails, keys);
    for (std::size_t i = 0; i < mails.size(); ++i) {
        const auto& node = threads.nodes()[threads.node_of(i)];
        if (!out.empty()) out += ' ';
        out += names[node.key];
        if (node.parent != Threads::kNone) out += '<' + names[threads.nodes()[node.parent].key];
    }
    return out;
}

TEST_CASE("the parent is the right-most known id of the References") {
    CHECK(shape({mail("a")}) == "a");
    CHECK(shape({mail("a"), mail("b", {"a"})}) == "a b<a");
    CHECK(shape({mail("a"), mail("b"), mail("c", {"a", "b"})}) == "a b c<b");
    CHECK(shape({mail("a"), mail("c", {"a", "b"})}) == "a c<a");
    CHECK(shape({mail("a"), mail("b"), mail("c", {"b", "a", "unknown"})}) == "a b c<a");
    CHECK(shape({mail("c", {"a", "b"})}) == "c");
}

TEST_CASE("In-Reply-To counts only where there are no References, and only its first id") {
    auto both = reply_to("c", {"a"});
    both.references = {"nobody@client"};
    CHECK(shape({mail("a"), both}) == "a c");
    CHECK(shape({mail("a"), reply_to("c", {"a"})}) == "a c<a");
    CHECK(shape({mail("a"), reply_to("c", {"nobody", "a"})}) == "a c");
}

TEST_CASE("an id that a mail gives as its own is ignored in its references") {
    CHECK(shape({mail("a"), mail("b", {"a", "b"})}) == "a b<a");
    CHECK(shape({mail("b", {"b"})}) == "b");
    auto self = reply_to("b", {"b", "a"});
    self.references = {"b@client"};
    CHECK(shape({mail("a"), self}) == "a b<a");
}

TEST_CASE("white space inside an id does not matter and its case does") {
    auto folded = mail("b");
    folded.references = {"a@\r\n cli ent"};
    CHECK(shape({mail("a"), folded}) == "a b<a");
    CHECK(shape({mail("a"), mail("b", {"A"})}) == "a b");
}

TEST_CASE("a cycle is cut above the member with the smallest key, wherever a tail enters it") {
    const std::vector<Mail> cycle = {mail("a", {"c"}), mail("b", {"a"}), mail("c", {"b"})};
    const auto& smallest = *std::ranges::min_element(cycle, {}, &Mail::key);
    const auto cut = smallest.message_id.substr(0, 1);
    // The tail's key is the smallest of all, so a walk that begins there meets another member first.
    int number = 0;
    while (mail_key("d" + std::to_string(number) + "@client") > smallest.key) ++number;
    const auto tail = "d" + std::to_string(number);
    for (const std::string entry : {"a", "b", "c"}) {
        CAPTURE(entry);
        auto mails = cycle;
        mails.push_back(mail(tail, {entry}));
        std::string wanted = "a<c b<a c<b " + tail + "<" + entry;
        wanted.erase(wanted.find(cut + "<") + 1, 2);
        CHECK(shape(mails) == wanted);
        const Threads threads(mails, {});
        for (std::size_t i = 0; i < mails.size(); ++i)
            CHECK(threads.nodes()[threads.nodes()[threads.node_of(i)].top].key == smallest.key);
    }
}

TEST_CASE("a mail that is only spoken of can be answered") {
    CHECK(shape({mail("a"), mail("c", {"a", "b"})}, {"b"}) == "a c<b");
    CHECK(shape({mail("a"), mail("b", {"a"}), mail("c", {"a", "b"})}, {"b"}) == "a b<a c<b");
}

TEST_CASE("copies are one node and variants too, and the smallest variant speaks for all") {
    auto one = mail("c", {"a"}), two = mail("c", {"b"});
    const auto* small = one.canonical() < two.canonical() ? &one : &two;
    const std::vector<Mail> all = {one, mail("a"), two, mail("b"), one};
    for (auto mails : {all, std::vector<Mail>(all.rbegin(), all.rend())}) {
        const Threads threads(mails, {});
        REQUIRE(threads.nodes().size() == 3);
        const auto& node = threads.nodes()[threads.node_of(0)];
        CHECK(threads.node_of(0) == threads.node_of(4));
        CHECK(threads.nodes()[node.parent].key == mail_key(small->references[0]));
    }
}

TEST_CASE("of variants the one that was vouched for speaks, whatever the hashes") {
    auto one = mail("c", {"a"}), two = mail("c", {"b"});
    if (two.canonical() < one.canonical()) std::swap(one, two);
    const std::vector<Mail> mails = {one, mail("a"), two, mail("b")};
    Vouched vouched;
    const auto parent = [&] {
        const Threads threads(mails, {}, vouched);
        const auto& node = threads.nodes()[threads.node_of(0)];
        CHECK(node.mail->canonical() == (node.mail == mails.data() ? one : two).canonical());
        return threads.nodes()[node.parent].key;
    };
    CHECK(parent() == mail_key(one.references[0]));
    vouched.variants[one.key] = {two.canonical()};
    CHECK(parent() == mail_key(two.references[0]));
    vouched.variants[one.key] = {one.canonical(), two.canonical()};
    CHECK(parent() == mail_key(one.references[0]));
    // Those vouched for may be none of those that are here.
    vouched.variants[one.key] = {text_hash("another")};
    CHECK(parent() == mail_key(one.references[0]));
}

TEST_CASE("a root that arrived under another id is one mail with its own id") {
    Vouched vouched;
    vouched.roots[mail_key("changed@client")] = mail_key("a@client");
    const std::vector<Mail> mails = {mail("changed"), mail("b", {"changed"}), mail("c", {"a"}),
                                     reply_to("d", {"changed"})};
    const std::vector<MailKey> known = {mail_key("a@client")};
    const Threads threads(mails, known, vouched);
    REQUIRE(threads.nodes().size() == 4);
    for (const std::size_t i : {1, 2, 3})
        CHECK(threads.nodes()[threads.node_of(i)].parent == threads.node_of(0));
    CHECK(threads.nodes()[threads.node_of(0)].key == mail_key("a@client"));
    CHECK(threads.nodes()[threads.node_of(0)].mail == mails.data());
}

TEST_CASE("the root id is the first Reference, else the first In-Reply-To, else its own") {
    CHECK(root_id(mail("c", {"a", "b"})) == "a@client");
    CHECK(root_id(reply_to("c", {"a", "b"})) == "a@client");
    CHECK(root_id(mail("c")) == "c@client");
    CHECK(root_id(mail("c", {"c"})) == "c@client");
    CHECK(root_id(mail("c", {"c", "b"})) == "b@client");
    Mail nameless;
    nameless.key = test::filled<MailKey>(0x5A);
    CHECK(root_id(nameless) == "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a");
    nameless.references = {"a@client"};
    CHECK(root_id(nameless) == "a@client");
    CHECK(own_id(nameless) == "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a");
    CHECK(own_id(mail("c", {"a"})) == "c@client");
}

TEST_CASE("parents come first and tops are right in chains of a hundred thousand, straight or closed") {
    for (const bool closed : {false, true}) {
        constexpr int kLength = 100000;
        std::vector<Mail> mails;
        for (int i = 0; i < kLength; ++i) {
            const int before = i == 0 && closed ? kLength - 1 : i - 1;
            Mail m;
            m.message_id = std::to_string(i) + "@client";
            m.key = mail_key(m.message_id);
            if (before >= 0) m.references = {std::to_string(before) + "@client"};
            mails.push_back(std::move(m));
        }
        const Threads threads(mails, {});
        REQUIRE(threads.top_down().size() == kLength);
        std::vector<bool> seen(kLength, false);
        std::size_t tops = 0;
        const auto top = threads.nodes().front().top;
        for (const auto i : threads.top_down()) {
            const auto& node = threads.nodes()[i];
            if (node.parent == Threads::kNone)
                ++tops;
            else
                REQUIRE(seen[node.parent]);
            REQUIRE(node.top == top);
            seen[i] = true;
        }
        CHECK(tops == 1);
        CHECK(threads.nodes()[top].key == (closed ? threads.nodes().front().key : mails.front().key));
    }
}

}  // namespace
}  // namespace dsupport
