// SPDX-License-Identifier: Apache-2.0

document.getElementById('snippet').textContent =
  `OpenAI     base_url="${location.origin}/v1"\nAnthropic  base_url="${location.origin}"`;

const answer = await fetch('/admin/v1/setup');
if (answer.ok) {
  const { claimed } = await answer.json();
  document.getElementById(claimed ? 'claimed' : 'unclaimed').hidden = false;
}
