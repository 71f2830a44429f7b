#include "run/prices.h"

#include "documents/readers.h"

namespace evenhand {
namespace {

Result<std::optional<double>> price_in(const Node& entry, std::string_view field) {
  const Node* node = entry.find(field);
  if (node == nullptr || node->is_null()) return std::optional<double>{};
  EVENHAND_TRY(const double price, as_number(*node));
  if (price < 0.0) return error_at(*node, "a price cannot be negative");
  return std::optional<double>{price};
}

}  // namespace

Result<PriceList> PriceList::load(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.map() == nullptr) {
    return error_at(
        root, "a price list is a map of model names to prices",
        "{\"model\": {\"input_cost_per_token\": 1e-6, \"output_cost_per_token\": 4e-6}}");
  }
  PriceList list;
  for (const Member& member : *root.map()) {
    if (member.value.map() == nullptr) continue;
    EVENHAND_TRY(const std::optional<double> input, price_in(member.value, "input_cost_per_token"));
    EVENHAND_TRY(const std::optional<double> output,
                 price_in(member.value, "output_cost_per_token"));
    if (input && output) list.prices_[member.key] = {.input = *input, .output = *output};
  }
  return list;
}

const PriceList::Price* PriceList::find(const std::string& model) const {
  auto found = prices_.find(model);
  // "openai/gpt-4.1" is "gpt-4.1" at its own provider; LiteLLM lists many models by the bare name.
  const std::size_t slash = model.find('/');
  if (found == prices_.end() && slash != std::string::npos) {
    found = prices_.find(model.substr(slash + 1));
  }
  return found == prices_.end() ? nullptr : &found->second;
}

std::optional<double> PriceList::cost(const std::string& model, const Usage& usage) const {
  const Price* price = find(model);
  if (price == nullptr || !usage.input_tokens || !usage.output_tokens) return std::nullopt;
  return price->input * static_cast<double>(*usage.input_tokens) +
         price->output * static_cast<double>(*usage.output_tokens);
}

}  // namespace evenhand
