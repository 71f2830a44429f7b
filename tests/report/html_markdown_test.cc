#include "report/html_markdown.h"

#include <gtest/gtest.h>

#include <string>

#include "report/html_prose.h"

namespace evenhand {
namespace {

std::string shown(std::string_view markdown) {
  const auto html = markdown_html(markdown, 100'000);
  return html ? html->html() : "plain";
}

TEST(MarkdownHtml, ShowsWhatModelsWrite) {
  struct {
    const char* markdown;
    const char* html;
  } const cases[] = {
      {"one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"},
      {"## A title", "<p class=\"heading\">A title</p>\n"},
      {"**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>\n"},
      {"- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>\n"},
      {"3. a\n4. b", "<ol start=\"3\"><li>a</li>\n<li>b</li>\n</ol>\n"},
      {"```python\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"},
      {"> said", "<blockquote><p>said</p>\n</blockquote>\n"},
      {"a\n\n---\n\nb", "<p>a</p>\n<hr><p>b</p>\n"},
      {"|a|b|\n|---|---|\n|1|2|",
       "<div class=\"wide\" tabindex=\"0\"><table><thead><tr><td class=\"heading\">a</td>"
       "<td class=\"heading\">b</td></tr>\n</thead><tbody><tr><td>1</td><td>2</td></tr>\n"
       "</tbody></table></div>\n"},
      {"[there](https://example.org/?a=1&b=2)",
       "<p><a rel=\"noopener noreferrer nofollow\" "
       "href=\"https://example.org/?a=1&amp;b=2\">there</a></p>\n"},
      {"a &lt; b &amp; c &euro;", "<p>a &lt; b &amp; c &amp;euro;</p>\n"},
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(shown(c.markdown), c.html) << c.markdown;
}

TEST(MarkdownHtml, LetsNothingIn) {
  struct {
    const char* markdown;
    const char* html;
  } const cases[] = {
      {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
      {"a <img src=x onerror=\"y\"> b", "<p>a &lt;img src=x onerror=\"y\"&gt; b</p>\n"},
      {"[click](javascript:alert(1))", "<p>click (javascript:alert(1))</p>\n"},
      {"[click](JavaScript:alert(1))", "<p>click (JavaScript:alert(1))</p>\n"},
      {"[click](&#106;avascript:alert)", "<p>click (&amp;#106;avascript:alert)</p>\n"},
      {"[click](data:text/html,x)", "<p>click (data:text/html,x)</p>\n"},
      {"[click](//evil.example)", "<p>click (//evil.example)</p>\n"},
      {"[click](https://x/\"onfocus=\"y)",
       "<p><a rel=\"noopener noreferrer nofollow\" "
       "href=\"https://x/&quot;onfocus=&quot;y\">click</a></p>\n"},
      {"![pixel](https://evil.example/x.png)",
       "<p><span class=\"facts\">[picture: pixel (https://evil.example/x.png)]</span></p>\n"},
      {"```\"><script>\nx\n```", "<pre><code>x\n</code></pre>\n"},
      {"&#x202E;&#0;", "<p>&amp;#x202E;&amp;#0;</p>\n"},
  };
  for (const auto& c : cases) EXPECT_EQ(shown(c.markdown), c.html) << c.markdown;
}

TEST(MarkdownHtml, GivesUpWhereTextsGrowOrNestWithoutEnd) {
  EXPECT_EQ(shown(std::string(100, '>') + "deep"), "plain");
  std::string wide = "|";
  for (int i = 0; i < 3000; ++i) wide += "a|";
  wide += "\n|";
  for (int i = 0; i < 3000; ++i) wide += "---|";
  for (int i = 0; i < 3000; ++i) wide += "\n|";
  EXPECT_EQ(shown(wide), "plain");
  EXPECT_EQ(markdown_html("four words are here", 10), std::nullopt);
}

TEST(Prose, IsPlainWhereMarkdownCannotBeShown) {
  const std::string deep = std::string(100, '>') + "deep";
  const std::string html = prose(deep, {.view = TextView::markdown}).html();
  EXPECT_TRUE(html.starts_with("<pre dir=\"auto\">\n&gt;&gt;")) << html;
}

TEST(Prose, CutsMarkdownAndSaysSo) {
  const std::string html =
      prose("**first** and then some", {.view = TextView::markdown, .limit = 100}).html();
  EXPECT_EQ(html.find("Cut here"), std::string::npos) << html;
  const std::string cut = prose("some words and **more** of them" + std::string(130, 'x'),
                                {.view = TextView::markdown, .limit = 100})
                              .html();
  EXPECT_NE(cut.find("<strong>more</strong>"), std::string::npos) << cut;
  EXPECT_NE(cut.find("Cut here: 86 more characters"), std::string::npos) << cut;
}

}  // namespace
}  // namespace evenhand
