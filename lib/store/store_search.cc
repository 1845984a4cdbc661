// The part of the store that looks after the search index.
#include "lib/store/indexer.hh"
#include "lib/store/store.hh"

namespace dsupport {

Result<std::vector<SearchHit>> Store::search(const std::string& words, std::size_t limit) {
    finish_indexing();
    auto hits = guarded(paths_.search(), [&]() -> Result<std::vector<SearchHit>> {
        return search_log(paths_.search(), *db_, words, limit);
    });
    if (!hits && hits.error().kind == ErrorKind::bad_data)
        hits.error().hint = "dsupport rebuild makes it anew; nothing is lost";
    return hits;
}

/// The index is derived: what goes wrong with it must never fail the command whose events are safe already.
void Store::index_new_events(const LogMark& before, bool may_remove_texts) {
    try {
        if (!may_remove_texts && !is_index_due(*db_, before)) return;
        if (!indexer_) indexer_ = std::make_unique<Indexer>(paths_.database(), paths_.search());
        indexer_->start();
        // What was redacted is gone when the command says so.
        if (may_remove_texts) indexer_->finish();
    } catch (const SQLite::Exception&) {
        indexer_.reset();
    }
}

void Store::finish_indexing() {
    try {
        if (indexer_) indexer_->finish();
    } catch (const SQLite::Exception&) {
        indexer_.reset();
    }
}

Outcome Store::rebuild_search() {
    finish_indexing();
    return guarded(paths_.search(), [&]() -> Outcome {
        SearchIndex index(paths_.search(), Access::write);
        index.clear();
        index.catch_up(*db_);
        return {};
    });
}

}  // namespace dsupport
