#pragma once

#include <string>

#include "simulate/chat_task.h"

namespace evenhand {

inline std::string fenced(const std::string& label, const std::string& text) {
  return "<<<" + label + " 5f3a>>>\n" + text + "\n<<<end of " + label + " 5f3a>>>\n\n";
}

/// A judge's prompt as evenhand writes it: the form in the system message, the rest fenced.
inline ChatTask fenced_task(const std::string& form, const std::string& a, const std::string& b) {
  ChatTask task{.model = "sim-judge"};
  task.messages = {{.role = Role::system, .text = "Decide. End with " + form + "."},
                   {.role = Role::user,
                    .text = fenced("question", "Why?") + fenced("answer A", a) +
                            fenced("answer B", b) + "Give the verdict: " + form + "."}};
  task.canonical = conversation_of(task.messages);
  return task;
}

inline const std::string kThreeWay = "[[A]], [[B]] or [[C]]";
inline const std::string kFiveWay = "[[A>>B]], [[A>B]], [[A=B]], [[B>A]] or [[B>>A]]";

/// The shape of AlpacaEval's prompt for a verdict by log probabilities.
inline ChatTask output_task(const std::string& first, const std::string& second) {
  ChatTask task{.model = "sim-judge", .wants_logprobs = true, .top_logprobs = 5};
  task.messages = {
      {.role = Role::system, .text = "You select the best model."},
      {.role = Role::user,
       .text = "{\n    \"instruction\": \"\"\"Say [[A]] or [[5]].\"\"\",\n}\n\n"
               "{\n    {\n        \"model_identifier\": \"m\",\n        \"output\": \"\"\"" +
               first +
               "\"\"\"\n    },\n    {\n        \"model_identifier\": \"M\",\n"
               "        \"output\": \"\"\"" +
               second + "\"\"\"\n    }\n}\n\n## Best Model Identifier"}};
  task.canonical = conversation_of(task.messages);
  return task;
}

}  // namespace evenhand
