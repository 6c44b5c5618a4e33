import { assert, test } from "mayfly:test";
import { Marked, marked } from "marked";

test("renders Markdown", () => {
  const html = marked.parse("# Hi *there*\n\n- a\n- b `c`\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```js\nlet a = 1 < 2;\n```\n[l](http://a.test \"t\")");
  for (const part of [
    "<h1>Hi <em>there</em></h1>", "<li>b <code>c</code></li>", "<td>1</td>", 'class="language-js">let a = 1 &lt; 2;', '<a href="http://a.test" title="t">l</a>',
  ]) assert.ok(html.includes(part), `${part} is not in ${html}`);
});

test("takes renderers of one's own", () => {
  const own = new Marked({ renderer: { heading({ depth, tokens }) { return `<h${depth} id="x">${this.parser.parseInline(tokens)}</h${depth}>`; } } });
  assert.equal(own.parse("## T"), '<h2 id="x">T</h2>');
});
