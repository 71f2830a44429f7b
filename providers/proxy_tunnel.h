#pragma once

#include "base/result.h"
#include "providers/proxy_settings.h"
#include "providers/socket.h"
#include "providers/url.h"

namespace evenhand {

/// Asks the proxy at the other end of the socket to pass bytes on to the URL's host. After that the
/// socket leads there.
Result<void> open_tunnel(int socket, const Url& url, const Proxy& proxy, Deadline deadline);

}  // namespace evenhand
