#include "report/html_script.h"

namespace evenhand {

const std::string_view kReportScript = R"js(
'use strict';

// Tables: a button in each head cell sorts by that column, numbers before words.
const numberIn = (cell) => {
  const text = cell.dataset.value ?? cell.textContent.trim().replace(/^[$<]+/, '');
  const number = parseFloat(text);
  return Number.isNaN(number) ? null : number;
};

const compareCells = (a, b) => {
  const x = numberIn(a), y = numberIn(b);
  if (x !== null && y !== null) return x - y;
  if (x !== null) return 1;
  if (y !== null) return -1;
  return a.textContent.localeCompare(b.textContent);
};

const sortBy = (table, column, head) => {
  const rows = [...table.tBodies[0].rows];
  const down = head.getAttribute('aria-sort') !== 'descending';
  rows.sort((a, b) => compareCells(a.cells[column], b.cells[column]) * (down ? -1 : 1));
  table.tBodies[0].append(...rows);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
};

for (const table of document.querySelectorAll('table:not(.prose table)')) {
  if (table.tBodies[0].rows.length < 2) continue;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (head.classList.contains('bar')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => sortBy(table, column, head));
  });
}

// Questions: filters hide, buttons fold and unfold.
const form = document.getElementById('filters');
if (form) {
  const questions = [...document.querySelectorAll('details.question')];
  const wanted = (name) => form.elements[name] ? form.elements[name].value : '';

  const passes = (question) => {
    const data = question.dataset;
    if (wanted('category') && data.category !== wanted('category')) return false;
    const outcome = wanted('outcome');
    if (outcome && data.outcomes[parseInt(outcome, 10)] !== outcome.slice(-1)) return false;
    if (wanted('mark') && !data.marks.split(' ').includes(wanted('mark'))) return false;
    const text = wanted('text').trim().toLowerCase();
    return !text || question.textContent.toLowerCase().includes(text);
  };

  const filter = () => {
    let shown = 0;
    for (const question of questions) {
      question.hidden = !passes(question);
      if (!question.hidden) ++shown;
    }
    form.querySelector('output').textContent = shown + ' of ' + questions.length + ' shown';
  };

  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.elements.unfold.addEventListener('click', () => {
    for (const question of questions) if (!question.hidden) question.open = true;
  });
  form.elements.fold.addEventListener('click', () => {
    for (const question of questions) question.open = false;
  });
  form.hidden = false;
  form.querySelector('output').textContent = questions.length + ' shown';
}

// A link to a question unfolds it, whatever the filters hide.
const follow = () => {
  const target = /^#q-\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const question = target.closest('details.question');
  question.hidden = false;
  question.open = true;
  question.scrollIntoView();
};
addEventListener('hashchange', follow);
follow();
)js";

}  // namespace evenhand
