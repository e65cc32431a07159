// SPDX-License-Identifier: Apache-2.0

const form = document.getElementById('form');
const token = new URLSearchParams(location.search).get('token') ?? '';

// The token has done its work once it is read: out of the address bar and the history with it.
history.replaceState(null, '', location.pathname);

// A configured token is in no link, so it is asked for.
document.getElementById('token-label').hidden = token !== '';

const show = (id) => {
  form.hidden = true;
  document.getElementById(id).hidden = false;
  document.getElementById('title').focus();
};

const mark = (name, message) => {
  const field = form.elements[name];
  const place = document.getElementById(field ? `${name}-error` : 'form-error');
  place.textContent = field ? message : `${name}: ${message}`;
  field?.setAttribute('aria-invalid', 'true');
  field?.setAttribute('aria-describedby', `${name}-error`);
};

const clear = () => {
  for (const place of form.querySelectorAll('.error')) place.textContent = '';
  for (const field of form.elements) field.removeAttribute('aria-invalid');
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  clear();
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const answer = await fetch('/admin/v1/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...Object.fromEntries(new FormData(form)), ...(token && { token }) }),
    });
    const body = await answer.json();
    if (answer.ok) {
      document.getElementById('token').textContent = body.token;
      document.getElementById('commands').textContent =
        `export PENSTOCK_TOKEN=${body.token}\n\n` +
        `curl ${location.origin}/admin/v1/providers \\\n` +
        '  -H "authorization: Bearer $PENSTOCK_TOKEN" -H "content-type: application/json" \\\n' +
        `  -d '{"uid":"openai","type":"openai","api_key":"YOUR PROVIDER KEY","passes_unknown_names":true}'\n\n` +
        './penstock key issue --name "first key" --model "*"';
      show('done');
    } else if (answer.status === 409) {
      show('claimed');
    } else if (body.errors?.length) {
      for (const { pointer, message } of body.errors) mark(pointer.slice(1), message);
      form.querySelector('[aria-invalid]')?.focus();
    } else {
      document.getElementById('form-error').textContent = body.detail;
    }
  } catch {
    document.getElementById('form-error').textContent = 'The server does not answer; try again.';
  } finally {
    button.disabled = false;
  }
});

const state = await fetch('/admin/v1/setup');
if (state.ok && (await state.json()).claimed) show('claimed');
