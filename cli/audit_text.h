#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "audit/audit.h"
#include "run/audit_judges.h"

namespace evenhand {

/// What an audit found, ready to be shown.
struct AuditShown {
  const AuditReport& report;
  const std::map<std::string, std::string>& words;  // of each question, by id
  const JudgesRound* judges = nullptr;              // where some were asked
};

/// For a terminal; the findings of so many questions.
std::string audit_text(const AuditShown& shown, std::size_t show);

/// All findings, in Markdown.
std::string audit_markdown(const AuditShown& shown, const std::string& title);

std::string audit_json(const AuditShown& shown);

}  // namespace evenhand
