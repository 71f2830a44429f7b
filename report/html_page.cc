#include "report/html_page.h"

#include <cstddef>
#include <utility>

#include "base/digest.h"
#include "report/chart_style.h"
#include "report/html_script.h"
#include "report/html_style.h"

namespace evenhand {
namespace {

unsigned hex_value(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(hex_value(hex[i]) * 16 + hex_value(hex[i + 1]));
  }
  return bytes;
}

/// RFC 4648, with padding.
std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      group = group << 8 | (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0U);
    }
    for (int shift = 18; shift >= 0; shift -= 6) text += kDigits[group >> shift & 63U];
  }
  const std::size_t padding = (3 - bytes.size() % 3) % 3;
  return text.replace(text.size() - padding, padding, padding, '=');
}

std::string hash_source(std::string_view text) {
  return "'sha256-" + base64(bytes_of_hex(sha256(text).text)) + "'";
}

const std::string& style() {
  static const std::string text = std::string(kReportStyle) + chart_style();
  return text;
}

/// Exactly these two, by their digests; no request to anywhere.
std::string content_security_policy() {
  return "default-src 'none'; style-src " + hash_source(style()) + "; script-src " +
         hash_source(kReportScript) + "; base-uri 'none'; form-action 'none'";
}

Markup head(std::string_view title) {
  Markup html;
  html.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
  html.tag("<meta http-equiv=\"Content-Security-Policy\" content=\"");
  html.attribute(content_security_policy()).tag("\">\n");
  html.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  html.tag("<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
  return html.text(title).tag("</title>\n");
}

}  // namespace

// Style and script stand exactly as they are hashed in the policy.
std::string html_page_start(std::string_view title) {
  return head(title).take() + "<style>" + style() + "</style>\n</head>\n<body>\n";
}

std::string html_page_end() {
  return "<script>" + std::string(kReportScript) + "</script>\n</body>\n</html>\n";
}

std::string html_page(std::string_view title, const Markup& body) {
  return html_page_start(title) + body.html() + html_page_end();
}

}  // namespace evenhand
