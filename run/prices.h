#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/chat.h"
#include "base/file_system.h"
#include "base/result.h"

namespace evenhand {

/// What calls cost, as the user's price list says. Nothing is built in: prices change, and an
/// invented price is worse than none.
class PriceList {
 public:
  PriceList() = default;

  /// LiteLLM's format, a map of model names to {input_cost_per_token, output_cost_per_token} in US
  /// dollars a token; other fields are left alone, and entries without both prices are skipped.
  static Result<PriceList> load(const FileSystem& files, const std::string& path);

  /// US dollars; nullopt where the model's price or the usage is unknown.
  std::optional<double> cost(const std::string& model, const Usage& usage) const;

  bool knows(const std::string& model) const { return find(model) != nullptr; }

 private:
  struct Price {
    double input = 0.0;  // US dollars a token
    double output = 0.0;
  };

  const Price* find(const std::string& model) const;

  std::map<std::string, Price> prices_;
};

}  // namespace evenhand
