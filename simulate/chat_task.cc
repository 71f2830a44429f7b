#include "simulate/chat_task.h"

namespace evenhand {

std::string conversation_of(const std::vector<Message>& messages) {
  std::string text;
  for (const Message& message : messages) {
    text += name_of(message.role);
    text += ' ' + std::to_string(message.text.size()) + '\n';
    text += message.text;
  }
  return text;
}

std::string_view last_user_text(const std::vector<Message>& messages) {
  for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
    if (message->role == Role::user) return message->text;
  }
  return {};
}

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

std::size_t tokens_in(std::string_view text) { return (text.size() + 3) / 4; }

}  // namespace evenhand
