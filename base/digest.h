#pragma once

#include <string>
#include <string_view>

#include "base/ids.h"

namespace evenhand {

/// SHA-256 over a sequence of fields. Each field enters with its length, so that
/// ("ab", "c") and ("a", "bc") differ.
class Digester {
 public:
  Digester();
  ~Digester();
  Digester(const Digester&) = delete;
  Digester& operator=(const Digester&) = delete;

  Digester& add(std::string_view field);

  /// 64 hex digits. Ends this digester.
  Digest finish();

 private:
  void* context_;  // OpenSSL's EVP_MD_CTX, kept out of the header
};

/// The 64 bytes of SHA-512, not as hex.
std::string sha512_bytes(std::string_view bytes);

/// Plain SHA-256 of the bytes, as sha256sum prints it.
Digest sha256(std::string_view bytes);

}  // namespace evenhand
