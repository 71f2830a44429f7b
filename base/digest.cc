#include "base/digest.h"

#include <array>
#include <cstdint>
#include <string>

#include <openssl/evp.h>

#include "base/check.h"

namespace evenhand {
namespace {

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

Digest hex_of_digest(EVP_MD_CTX* context) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  EVENHAND_CHECK(EVP_DigestFinal_ex(context, bytes.data(), &size) == 1);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += kHex[bytes.at(i) >> 4U];
    text += kHex[bytes.at(i) & 15U];
  }
  return {text};
}

}  // namespace

Digester::Digester() : context_(EVP_MD_CTX_new()) {
  EVENHAND_CHECK(context_ != nullptr);
  EVENHAND_CHECK(EVP_DigestInit_ex(as_context(context_), EVP_sha256(), nullptr) == 1);
}

Digester::~Digester() { EVP_MD_CTX_free(as_context(context_)); }

Digester& Digester::add(std::string_view field) {
  const std::string size = std::to_string(field.size()) + ":";
  EVENHAND_CHECK(EVP_DigestUpdate(as_context(context_), size.data(), size.size()) == 1);
  EVENHAND_CHECK(EVP_DigestUpdate(as_context(context_), field.data(), field.size()) == 1);
  return *this;
}

Digest Digester::finish() { return hex_of_digest(as_context(context_)); }

std::string sha512_bytes(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVENHAND_CHECK(
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha512(), nullptr) == 1);
  return {digest.begin(), digest.begin() + size};
}

Digest sha256(std::string_view bytes) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVENHAND_CHECK(context != nullptr);
  EVENHAND_CHECK(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1);
  EVENHAND_CHECK(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
  Digest digest = hex_of_digest(context);
  EVP_MD_CTX_free(context);
  return digest;
}

}  // namespace evenhand
