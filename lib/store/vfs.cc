#include "lib/store/vfs.hh"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <string>

namespace dsupport {
namespace {

sqlite3_vfs* own_of_sqlite() {
    return sqlite3_vfs_find(nullptr);
}

void keep_name(const std::string& path) {
    const int fd = ::open(path.substr(0, path.rfind('/')).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fdatasync(fd);
    ::close(fd);
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
    auto* vfs = own_of_sqlite();
    if ((flags & SQLITE_OPEN_WAL) == 0) return vfs->xOpen(vfs, name, file, flags, out);
    if (::access(name, F_OK) == 0 &&
        vfs->xOpen(vfs, name, file, flags & ~SQLITE_OPEN_CREATE, out) == SQLITE_OK)
        return SQLITE_OK;
    // There is none, or it went that very moment.
    const int result = vfs->xOpen(vfs, name, file, flags, out);
    if (result == SQLITE_OK) keep_name(name);
    return result;
}

}  // namespace

const char* vfs_name() {
    static sqlite3_vfs vfs = [] {
        sqlite3_initialize();
        auto out = *own_of_sqlite();
        out.pNext = nullptr;
        out.zName = "dsupport";
        out.xOpen = open_file;
        return out;
    }();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    return registered == SQLITE_OK ? vfs.zName : nullptr;
}

}  // namespace dsupport
