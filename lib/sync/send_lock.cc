#include "lib/sync/send_lock.hh"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dsupport {

Result<SendLock> SendLock::take(const std::string& directory, const std::string& name) {
    const auto path = directory + "/" + name;
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(ErrorKind::io, "cannot use " + path, "check the permissions of its directory",
                    std::strerror(errno));
    SendLock lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorKind::try_later, "another dsupport is sending from this home",
                    "wait until it is done");
    return lock;
}

SendLock::~SendLock() {
    if (fd_ >= 0) ::close(fd_);
}

}  // namespace dsupport
