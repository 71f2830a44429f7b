#pragma once

#include <string_view>

namespace evenhand {

/// At which temperature FastChat asks the questions of a category; 0.7 where it does not know it.
double fastchat_temperature(std::string_view category);

/// Do FastChat's judges see a reference in this category? They do in few, and there they need one.
bool fastchat_shows_reference(std::string_view category);

}  // namespace evenhand
