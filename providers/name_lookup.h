#pragma once

#include <functional>
#include <memory>
#include <string>

#include <netdb.h>

#include "base/result.h"
#include "providers/socket.h"

namespace evenhand {

struct FreeAddresses {
  void operator()(addrinfo* addresses) const { ::freeaddrinfo(addresses); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

/// The addresses of a host, or a code of getaddrinfo's.
struct Lookup {
  Addresses addresses = {};
  int code = 0;
};
using LookupFunction = std::function<Lookup(const std::string& host, int port)>;

/// Asks the system; may block for as long as the system's own timeouts say (often 10 s a server).
Lookup look_up(const std::string& host, int port);

/// Within the deadline, whatever the name servers do: a lookup that takes longer goes on in a
/// thread of its own, and nobody waits for it. `ask` must be safe to call from several threads, and
/// after this has returned. Errors: unreachable.
Result<Addresses> addresses_of(const std::string& host, int port, Deadline deadline,
                               LookupFunction ask = look_up);

}  // namespace evenhand
